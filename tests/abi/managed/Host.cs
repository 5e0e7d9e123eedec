// A session with what the module's commands do: words, requests, and jobs taken to their end.

using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using ExoModernAuth.Interop.V1;

namespace ExoModernAuth.Tests
{
    internal sealed class Host
    {
        /// <summary>A mailbox and its steps.</summary>
        public sealed class Row
        {
            public MailboxAuthState Mailbox;
            public TraceStep[] Trace;
        }

        private static IDictionary<string, object> wordLists;

        public Host() : this(new string[0], new string[0])
        {
        }

        public Host(string[] protocols, string[] methods)
        {
            Session = Native.SessionOpen();
            Arguments = new Dictionary<string, object>();
            Arguments["protocols"] = protocols;
            Arguments["methods"] = methods;
            Words = new Words(WordLists, protocols, methods);
        }

        public static IDictionary<string, object> WordLists
        {
            get
            {
                if (wordLists == null)
                {
                    wordLists = Native.Call(Native.SessionOpen(), Request("words", null));
                }
                return wordLists;
            }
        }

        public ulong Session { get; private set; }
        public Dictionary<string, object> Arguments { get; private set; }
        public Words Words { get; private set; }

        public static Hashtable Request(string operation, object arguments)
        {
            return new Hashtable { { "v", 1 }, { "op", operation }, { "language", "en" }, { "args", arguments } };
        }

        public static object Tenant(string snapshot)
        {
            return new Hashtable
            {
                { "snapshot", Program.Snapshot(snapshot) }, { "asOf", "2026-11-25" }, { "smtpBasicReenabled", null }
            };
        }

        public static Deadline[] Deadlines(string asOf)
        {
            return Calendar.Rows(Native.Call(
                Native.SessionOpen(), Request("deadlines", new Hashtable { { "asOf", asOf } })));
        }

        public Job Start(string operation, string snapshot)
        {
            var arguments = new Dictionary<string, object>(Arguments);
            arguments["tenant"] = Tenant(snapshot);
            if (operation != "mailboxes")
            {
                arguments.Remove("protocols");
                arguments.Remove("methods");
            }
            return new Job(Session, Request(operation, arguments), Words);
        }

        public List<Row> Rows(string snapshot)
        {
            var rows = new List<Row>();
            using (Job job = Start("mailboxes", snapshot))
            {
                JobEvent report;
                while ((report = job.Next(60000)).Kind != "end")
                {
                    for (int i = 0; report.Kind == "mailboxes" && i < report.Mailboxes.Length; i++)
                    {
                        rows.Add(new Row
                        {
                            Mailbox = report.Mailboxes[i],
                            Trace = report.Traces == null ? null : report.Traces[i]
                        });
                    }
                }
                Check.Same("ok", (string)report.Document["status"], "the end");
            }
            return rows;
        }

        /// <summary>The file that the library writes for these arguments.</summary>
        public string WriteFile(string snapshot)
        {
            string file = Path.Combine(Path.GetTempPath(), "exo-" + Guid.NewGuid() + ".ndjson");
            Arguments["outFile"] = file;
            Check.Same(0, Rows(snapshot).Count, "rows beside a file");
            Arguments.Remove("outFile");
            return file;
        }
    }
}
