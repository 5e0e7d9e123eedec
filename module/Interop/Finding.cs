// What Test-ExoModernAuthReadiness and Get-ExoAuthDeadline emit, made from the library's documents.

using System;
using System.Collections.Generic;
using System.Globalization;

namespace ExoModernAuth
{
    /// <summary>A source: title and address.</summary>
    public sealed class Reference
    {
        internal Reference(IDictionary<string, object> row)
        {
            Title = (string)row["Title"];
            Link = (string)row["Link"];
        }

        public string Title { get; private set; }
        public string Link { get; private set; }

        public override string ToString()
        {
            return Title + " <" + Link + ">";
        }
    }

    /// <summary>A finding.</summary>
    public sealed class Finding
    {
        internal Finding(IDictionary<string, object> row)
        {
            Id = (string)row["Id"];
            Title = (string)row["Title"];
            Status = (string)row["Status"];
            Severity = (string)row["Severity"];
            Deadline = Row.Date(row["Deadline"]);
            AffectedCount = (long?)row["AffectedCount"];
            UnknownCount = (long?)row["UnknownCount"];
            Affected = Row.Words(row["Affected"]);
            Evidence = (string)row["Evidence"];
            Explanation = (string)row["Explanation"];
            Remediation = (string)row["Remediation"];
            Reference = new Reference((IDictionary<string, object>)row["Reference"]);
            Confidence = (string)row["Confidence"];
        }

        public string Id { get; private set; }
        public string Title { get; private set; }
        public string Status { get; private set; }
        public string Severity { get; private set; }
        public DateTime? Deadline { get; private set; }
        public long? AffectedCount { get; private set; }
        public long? UnknownCount { get; private set; }
        public WordList Affected { get; private set; }
        public string Evidence { get; private set; }
        public string Explanation { get; private set; }
        public string Remediation { get; private set; }
        public Reference Reference { get; private set; }
        public string Confidence { get; private set; }

        public override string ToString()
        {
            return Id + " " + Status;
        }
    }

    /// <summary>A row of the calendar.</summary>
    public sealed class Deadline
    {
        internal Deadline(IDictionary<string, object> row)
        {
            Id = (string)row["Id"];
            Date = Row.Date(row["Date"]);
            Precision = (string)row["Precision"];
            DaysLeft = (long?)row["DaysLeft"];
            Stops = (string)row["Stops"];
            Protocol = Row.Words(row["Protocol"]);
            Method = Row.Words(row["Method"]);
            Confidence = (string)row["Confidence"];
            Cloud = Row.Words(row["Cloud"]);
            Source = new Reference((IDictionary<string, object>)row["Source"]);
        }

        public string Id { get; private set; }

        /// <summary>Null where Microsoft has named no date yet.</summary>
        public DateTime? Date { get; private set; }

        /// <summary>Day, or Month where only the month was named (Date is its first day then).</summary>
        public string Precision { get; private set; }

        /// <summary>Days from the asked date; negative where it has passed.</summary>
        public long? DaysLeft { get; private set; }
        public string Stops { get; private set; }
        public WordList Protocol { get; private set; }
        public WordList Method { get; private set; }
        public string Confidence { get; private set; }
        public WordList Cloud { get; private set; }
        public Reference Source { get; private set; }

        public override string ToString()
        {
            return Id;
        }
    }

    internal static class Row
    {
        /// <summary>A calendar date at 00:00, of no time zone.</summary>
        public static DateTime? Date(object value)
        {
            return value == null
                ? (DateTime?)null
                : DateTime.ParseExact((string)value, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        public static WordList Words(object value)
        {
            var words = new List<string>();
            foreach (object word in (List<object>)value)
            {
                words.Add((string)word);
            }
            return new WordList(words);
        }
    }
}
