// Calls, jobs and sessions through the shim: what comes back, what errors carry, what is given back
// and when.

using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Reflection;
using System.Text;
using System.Threading;
using ExoModernAuth.Interop.V1;

namespace ExoModernAuth.Tests
{
    internal static class JobTests
    {
        private static readonly Hashtable Wait = Host.Request("test.wait", null);

        public static void TheLibraryIsOfTheInterfaceOfTheShim()
        {
            Check.Same(Native.Major, Native.AbiVersion() >> 16, "the interface");
            Check.True((Native.AbiVersion() & 0xffff) >= Native.Minor, "the interface is older than the shim");
            Check.Same((long)Native.AbiVersion(), (long)Native.BuildInfo()["abi"], "the interface in the build's document");
        }

        public static void ErrorsCarryTheirDocument()
        {
            ulong session = Native.SessionOpen();
            var error = Check.Fails("Exo.Native.UnknownOperation", () => Native.Call(session, Host.Request("nothing", null)));
            Check.Same("NotImplemented", (string)error.Document["category"], "the category");
            Check.True(error.Message.Contains("nothing"), error.Message);
            Check.Fails("Exo.Native.BadRequest", () => Native.Call(session, "words"));
            Check.Fails("Exo.Native.BadHandle", () => Native.Call(0, Host.Request("words", null)));
            Check.Fails("Exo.Native.UnknownOperation", () => new Job(session, Host.Request("nothing", null), null));
            Check.Fails("Exo.Native.Internal", () => Native.Call(session, Host.Request("test.panic", null)));
            // A job that was never made is finalized like others.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Native.SessionClose(session);
        }

        public static void TextsCrossAsTheyAre()
        {
            ulong session = Native.SessionOpen();
            var texts = new[]
            {
                "a", "\"\\/", "\u6771\u4eac", "\U0001f600", "a\0b\n", "\u200f\ufeff", new string('\u6771', 1000)
            };
            foreach (string text in texts)
            {
                var values = new Hashtable { { "identity", text } };
                var arguments = new Hashtable { { "name", "Exo.Mailbox.NotFound" }, { "values", values }, { "target", text } };
                IDictionary<string, object> document = Native.Call(session, Host.Request("error", arguments));
                Check.Same(text, (string)document["target"], "the target");
                Check.True(((string)document["message"]).Contains("'" + text + "'"), "the message");
            }
            // What no UTF-8 can hold is refused, not changed.
            Check.Fails("Exo.Native.BadRequest", () => Native.Call(session, Host.Request("\ud800", null)));
            Native.SessionClose(session);
        }

        public static void FindingsAreWhatReadinessWrites()
        {
            var host = new Host();
            var text = File.ReadAllText(Program.Expected("sample.json"), Encoding.UTF8);
            var expected = (List<object>)((IDictionary<string, object>)Json.Read(text))["Findings"];
            Finding[] found = null;
            using (Job job = host.Start("readiness", "sample"))
            {
                JobEvent report;
                while ((report = job.Next(60000)).Kind != "end")
                {
                    found = report.Findings ?? found;
                }
            }
            Check.Same(expected.Count, found.Length, "findings");
            for (int i = 0; i < found.Length; i++)
            {
                foreach (KeyValuePair<string, object> entry in (IDictionary<string, object>)expected[i])
                {
                    PropertyInfo property = typeof(Finding).GetProperty(entry.Key);
                    object value = property.GetValue(found[i], null);
                    var words = value as WordList;
                    var reference = value as Reference;
                    if (words != null)
                    {
                        value = new List<object>(words);
                    }
                    else if (reference != null)
                    {
                        value = new Dictionary<string, object> { { "Title", reference.Title }, { "Link", reference.Link } };
                    }
                    else if (value is DateTime)
                    {
                        value = ((DateTime)value).ToString("yyyy-MM-dd");
                    }
                    Check.Same(entry.Value, value, entry.Key + " of " + found[i]);
                }
            }
        }

        public static void DeadlinesHaveTheirDays()
        {
            Deadline[] rows = Host.Deadlines("2026-11-25");
            Check.True(rows.Length > 0, "no deadlines");
            foreach (Deadline row in rows)
            {
                long? days = row.Date == null ? (long?)null : (long)(row.Date.Value - new DateTime(2026, 11, 25)).TotalDays;
                Check.Same((object)days, row.DaysLeft, row.Id);
                Check.True(row.Stops.Length > 0 && row.Source.Link.StartsWith("https://"), row.Id);
            }
            Check.Fails("Exo.Argument.AsOfNotADate", () => Host.Deadlines("today"));
        }

        public static void ItemsThatFailAreEvents()
        {
            var host = new Host();
            host.Arguments["identities"] = new[] { "nobody", "kintai@contoso.com" };
            int rows = 0, errors = 0;
            using (Job job = host.Start("mailboxes", "sample"))
            {
                JobEvent report;
                while ((report = job.Next(60000)).Kind != "end")
                {
                    rows += report.Kind == "mailboxes" ? report.Mailboxes.Length : 0;
                    if (report.Kind == "errors")
                    {
                        foreach (object row in (List<object>)report.Document["rows"])
                        {
                            errors++;
                            Check.Same("nobody", (string)((IDictionary<string, object>)row)["target"], "the target");
                        }
                    }
                }
                Check.Same("ok", (string)report.Document["status"], "the end");
                Check.Same((object)null, report.Document["error"], "the error of the end");
            }
            Check.Same(1, rows, "rows");
            Check.Same(1, errors, "errors");
        }

        public static void AJobThatFailsSaysSoInItsEnd()
        {
            using (Job job = new Host().Start("mailboxes", "nowhere"))
            {
                JobEvent end = job.Next(60000);
                Check.Same("end", end.Kind, "the event");
                Check.Same("failed", (string)end.Document["status"], "the end");
                var error = (IDictionary<string, object>)end.Document["error"];
                Check.Same("Exo.Snapshot.NotAFolder", (string)error["name"], "the error");
                Check.Same(end.Document, job.Next(0).Document, "the end, asked for again");
            }
            using (var job = new Job(new Host().Session, Host.Request("test.panic", null), null))
            {
                Check.Same("panicked", (string)job.Next(60000).Document["status"], "the end");
            }
        }

        public static void ATimeOutIsATick()
        {
            using (var job = new Job(new Host().Session, Wait, null))
            {
                var watch = Stopwatch.StartNew();
                Check.Same("tick", job.Next(0).Kind, "nothing yet");
                Check.Same("tick", job.Next(60).Kind, "nothing yet");
                Check.True(watch.ElapsedMilliseconds >= 59, "waited " + watch.ElapsedMilliseconds + " ms of 60");
            }
        }

        public static void DisposedTwiceAndUsedAfter()
        {
            var job = new Job(new Host().Session, Wait, null);
            job.Dispose();
            job.Dispose();
            Check.Fails("Exo.Native.BadHandle", () => job.Next(0));
            Check.Fails("Exo.Native.BadHandle", () => job.Next(60000));
            NoJobs("a disposed job works on");
        }

        public static void DisposingEndsWhoWaits()
        {
            var job = new Job(new Host().Session, Wait, null);
            string status = null;
            var thread = new Thread(() => status = (string)job.Next(60000).Document["status"]);
            thread.IsBackground = true;
            thread.Start();
            ulong handle = (ulong)typeof(Job).GetField("handle", BindingFlags.NonPublic | BindingFlags.Instance).GetValue(job);
            byte[] data;
            Check.Soon(() =>
            {
                try
                {
                    Native.JobNext(handle, 0, out data);
                    return false;
                }
                catch (NativeException error)
                {
                    return (string)error.Document["name"] == "Exo.Native.Busy";
                }
            }, "nobody waits");
            var watch = Stopwatch.StartNew();
            job.Dispose();
            Check.True(thread.Join(10000), "who waits goes on waiting");
            Check.True(watch.ElapsedMilliseconds < 1000, "the end came after " + watch.ElapsedMilliseconds + " ms");
            Check.Same("cancelled", status, "the end");
        }

        public static void WhatNobodyHoldsIsClosed()
        {
            ulong session = new Host().Session;
            // On a thread of their own: no reference to a job is left on this one's stack.
            var thread = new Thread(() =>
            {
                for (int i = 0; i < 10; i++)
                {
                    new Job(session, Wait, null).Next(0);
                }
            });
            thread.Start();
            thread.Join();
            Check.Soon(() =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return Jobs() == 0;
            }, Jobs() + " jobs work for nobody");
            Native.SessionClose(session);
        }

        public static void ASessionEndsWithItsJobs()
        {
            ulong session = Native.SessionOpen(), other = Native.SessionOpen();
            using (var job = new Job(session, Wait, null))
            using (var jobOfOther = new Job(other, Wait, null))
            {
                Native.SessionClose(session);
                Check.Same("cancelled", (string)job.Next(60000).Document["status"], "the end");
                Check.Same("tick", jobOfOther.Next(20).Kind, "a job of another session");
                Native.SessionClose(session);
                Native.SessionClose(0);
                Check.Fails("Exo.Native.BadHandle", () => Native.Call(session, Host.Request("words", null)));
                Check.Fails("Exo.Native.BadHandle", () => new Job(session, Wait, null));
            }
            Native.SessionClose(other);
            NoJobs("a job of a closed session works on");
        }

        public static void TwoThreadsWithTwoTenants()
        {
            var failures = new List<Exception>();
            var threads = new List<Thread>();
            foreach (string name in new[] { "sample", "single" })
            {
                string snapshot = name;
                int expected = name == "sample" ? 60 : 1;
                var thread = new Thread(() =>
                {
                    try
                    {
                        var host = new Host();
                        for (int round = 0; round < 20; round++)
                        {
                            Check.Same(expected, host.Rows(snapshot).Count, "rows of " + snapshot);
                        }
                        Native.SessionClose(host.Session);
                    }
                    catch (Exception error)
                    {
                        lock (failures)
                        {
                            failures.Add(error);
                        }
                    }
                });
                thread.Start();
                threads.Add(thread);
            }
            threads.ForEach(thread => thread.Join());
            Check.True(failures.Count == 0, string.Join("\n", failures));
        }

        private static void NoJobs(string what)
        {
            Check.Soon(() => Jobs() == 0, what);
        }

        /// <summary>Threads of this process that are jobs.</summary>
        private static int Jobs()
        {
            int count = 0;
            foreach (string task in Directory.GetDirectories("/proc/self/task"))
            {
                try
                {
                    count += File.ReadAllText(task + "/comm").Trim() == "exo-job" ? 1 : 0;
                }
                catch (IOException)
                {
                    // It has ended meanwhile.
                }
            }
            return count;
        }
    }
}
