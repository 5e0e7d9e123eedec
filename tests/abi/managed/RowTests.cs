// Batches of mailboxes as objects: the same values as the files that the program 'readiness' writes.

using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Text;
using ExoModernAuth.Interop.V1;

namespace ExoModernAuth.Tests
{
    internal static class RowTests
    {
        public static void TheSampleIsWhatReadinessWrites()
        {
            SameAsFile(Program.Expected("sample.ndjson"), Read("sample", new Host(), false), false);
        }

        public static void ALargerTenantIsWhatReadinessWrites()
        {
            List<Host.Row> rows = Read("five", new Host(), false);
            SameAsFile(Program.Expected("five.ndjson"), rows, false);
            // Else something that a verdict may hold was not compared.
            Check.True(rows.Exists(row => Any(row, verdict => verdict.Assumed.Count > 1)), "nothing assumed");
            Check.True(rows.Exists(row => row.Mailbox.UserPrincipalName == null), "no mailbox without a user");
        }

        public static void TracesAreWhatTheFileHolds()
        {
            SameAsFile("sample", new Host());
            // One pair of each mailbox: all of them are 200 MB of steps.
            SameAsFile("five", new Host(new[] { "Smtp" }, new[] { "Basic" }));
        }

        public static void ChosenPairsAreTheVerdictsAndAllPairsAreColumns()
        {
            var host = new Host(new[] { "smtp", "Ews" }, new[] { "OAUTH" });
            string file = host.WriteFile("sample");
            List<Host.Row> rows = Read("sample", host, false);
            SameAsFile(file, rows, false);
            Check.Same(2, rows[0].Mailbox.Verdicts.Count, "verdicts");
            Check.Same("Smtp", rows[0].Mailbox.Verdicts[1].Protocol, "the second");
            File.Delete(file);
        }

        public static void VerdictsAsTextAreTheColumnOfTheCsv()
        {
            List<Host.Row> rows = Read("sample", new Host(), false);
            List<List<string>> lines = Csv(File.ReadAllText(Program.Expected("sample.csv"), Encoding.UTF8));
            Check.Same(rows.Count + 1, lines.Count, "lines");
            List<string> header = lines[0];
            for (int i = 0; i < rows.Count; i++)
            {
                for (int column = 0; column < header.Count; column++)
                {
                    object value = Property(rows[i].Mailbox, header[column]);
                    string found = value == null ? "" : value.ToString();
                    Check.Same(lines[i + 1][column], found, header[column] + " of row " + i);
                }
            }
            Check.Same("Verdicts", header[6], "the column");
            Check.True(lines[1][6].Contains("; SmtpBasic="), lines[1][6]);
        }

        public static void VerdictsAreMadeWhenSomebodyLooks()
        {
            Host.Row row = Read("sample", new Host(), false)[0];
            FieldInfo field = typeof(MailboxAuthState).GetField("verdicts", BindingFlags.NonPublic | BindingFlags.Instance);
            Check.Same(row.Mailbox.Verdicts[15].Verdict, row.Mailbox.SmtpOAuth, "a verdict and its column");
            row = Read("sample", new Host(), false)[0];
            string word = row.Mailbox.SmtpBasic;
            Check.True(word.Length > 0 && field.GetValue(row.Mailbox) == null, "verdicts were made for a column");
            VerdictList list = row.Mailbox.Verdicts;
            Check.True(ReferenceEquals(list, row.Mailbox.Verdicts), "verdicts are made twice");
            Check.Same(22, list.Count, "verdicts");
        }

        public static void DatesHaveNoTimeZone()
        {
            int dates = 0;
            foreach (Host.Row row in Read("sample", new Host(), false))
            {
                foreach (AuthVerdict verdict in row.Mailbox.Verdicts)
                {
                    if (verdict.ChangesOn != null)
                    {
                        dates++;
                        NoTimeZone(verdict.ChangesOn.Value);
                    }
                }
            }
            Check.True(dates > 0, "no verdict changes");
            foreach (Deadline deadline in Host.Deadlines("2026-11-25"))
            {
                if (deadline.Date != null)
                {
                    NoTimeZone(deadline.Date.Value);
                }
            }
        }

        public static void TextsOfObjectsSayWhatTheyAre()
        {
            var host = new Host();
            host.Arguments["trace"] = true;
            Host.Row row = Read("single", host, true)[0];
            Check.Same("kenichi.sato@contoso.com", row.Mailbox.ToString(), "a mailbox");
            AuthVerdict verdict = row.Mailbox.Verdicts[14];
            Check.Same("SmtpBasic=" + verdict.Verdict + "(" + verdict.Reason + ")", verdict.ToString(), "a verdict");
            Check.Same("a, b", new WordList(new[] { "a", "b" }).ToString(), "words");
            bool gate = false, value = false;
            foreach (TraceStep step in row.Trace)
            {
                string text = step.ToString();
                Check.True(text.StartsWith(step.Protocol + step.Method + " " + step.Gate), text);
                gate |= step.Effect != null && text.Contains(" -> " + step.Effect);
                value |= step.Property.Length > 0
                    && text.Contains(step.Source + " [" + step.Object + "] " + step.Property + " = " + step.Value);
            }
            Check.True(gate && value, "neither effect nor value in a trace");
        }

        public static void AnotherLayoutIsAnError()
        {
            var words = new Host().Words;
            var data = new byte[32];
            Encoding.ASCII.GetBytes("EXRB").CopyTo(data, 0);
            data[6] = 22;
            TraceStep[][] traces;
            foreach (byte layout in new byte[] { 0, 2, 255 })
            {
                data[4] = layout;
                var error = Check.Throws<FormatException>(() => new RowBatch(data, words).Rows(out traces), "layout");
                Check.True(error.Message.Contains("layout " + layout), error.Message);
            }
            data[4] = 1;
            Check.Same(0, new RowBatch(data, words).Rows(out traces).Length, "rows of an empty batch");
            data[6] = 23;
            Check.Throws<FormatException>(() => new RowBatch(data, words).Rows(out traces), "pairs");
            Check.True(!RowBatch.IsBatch(new byte[0]) && !RowBatch.IsBatch(Encoding.ASCII.GetBytes("EXRB"))
                && !RowBatch.IsBatch(Encoding.ASCII.GetBytes("{\"t\":\"end\",\"status\":\"ok\",\"error\":null}")), "a batch");
        }

        private static void SameAsFile(string snapshot, Host host)
        {
            host.Arguments["trace"] = true;
            string file = host.WriteFile(snapshot);
            SameAsFile(file, Read(snapshot, host, true), true);
            File.Delete(file);
        }

        private static void NoTimeZone(DateTime date)
        {
            Check.True(date.Kind == DateTimeKind.Unspecified && date.TimeOfDay == TimeSpan.Zero, date.ToString("o"));
        }

        private static bool Any(Host.Row row, Predicate<AuthVerdict> holds)
        {
            foreach (AuthVerdict verdict in row.Mailbox.Verdicts)
            {
                if (holds(verdict))
                {
                    return true;
                }
            }
            return false;
        }

        private static List<Host.Row> Read(string snapshot, Host host, bool traced)
        {
            List<Host.Row> rows = host.Rows(snapshot);
            foreach (Host.Row row in rows)
            {
                Check.True((row.Trace != null) == traced, "a trace where none was asked for, or none");
            }
            return rows;
        }

        private static void SameAsFile(string file, List<Host.Row> rows, bool traced)
        {
            string[] lines = File.ReadAllLines(file, Encoding.UTF8);
            Check.True(lines.Length > 0, file + " is empty");
            Check.Same(lines.Length, rows.Count, "rows");
            for (int i = 0; i < lines.Length; i++)
            {
                Check.Same(Json.Read(lines[i]), Document(rows[i], traced), "row " + i);
            }
        }

        /// <summary>A row in the shape of the file, from the properties that PowerShell sees.</summary>
        private static object Document(Host.Row row, bool traced)
        {
            MailboxAuthState mailbox = row.Mailbox;
            var document = new Dictionary<string, object>();
            foreach (string name in new[] { "Identity", "UserPrincipalName", "PrimarySmtpAddress", "DisplayName",
                "RecipientTypeDetails", "AuthenticationPolicy" })
            {
                document[name] = Property(mailbox, name);
            }
            var verdicts = new List<object>();
            foreach (AuthVerdict verdict in mailbox.Verdicts)
            {
                verdicts.Add(Properties(verdict, "Identity", "UserPrincipalName", "Protocol", "Method", "Verdict",
                    "DecidedBy", "Reason", "Confidence", "ChangesOn", "Assumed"));
            }
            document["Verdicts"] = verdicts;
            foreach (object names in (List<object>)Host.WordLists["pairs"])
            {
                string pair = (string)((List<object>)names)[0];
                document[pair] = Property(mailbox, pair);
            }
            if (traced)
            {
                var steps = new List<object>();
                foreach (TraceStep step in row.Trace)
                {
                    steps.Add(Properties(step, "Protocol", "Method", "Gate", "Source", "Object", "Property", "Value",
                        "Effect", "Reason", "Confidence", "Assumed"));
                }
                document["Trace"] = steps;
            }
            return document;
        }

        private static object Properties(object from, params string[] names)
        {
            var values = new Dictionary<string, object>();
            foreach (string name in names)
            {
                values[name] = Property(from, name);
            }
            return values;
        }

        private static object Property(object from, string name)
        {
            PropertyInfo property = from.GetType().GetProperty(name);
            Check.True(property != null, "no property " + name);
            object value = property.GetValue(from, null);
            var words = value as WordList;
            if (words != null)
            {
                return new List<object>(words);
            }
            return value is DateTime ? ((DateTime)value).ToString("yyyy-MM-dd") : value;
        }

        private static List<List<string>> Csv(string text)
        {
            var lines = new List<List<string>>();
            var fields = new List<string>();
            var field = new StringBuilder();
            bool quoted = false;
            for (int at = 0; at < text.Length; at++)
            {
                char letter = text[at];
                if (letter == '"')
                {
                    if (quoted && at + 1 < text.Length && text[at + 1] == '"')
                    {
                        field.Append(text[at++]);
                    }
                    else
                    {
                        quoted = !quoted;
                    }
                }
                else if (quoted)
                {
                    field.Append(letter);
                }
                else if (letter == ',' || letter == '\n')
                {
                    fields.Add(field.ToString());
                    field.Length = 0;
                    if (letter == '\n')
                    {
                        lines.Add(fields);
                        fields = new List<string>();
                    }
                }
            }
            return lines;
        }
    }
}
