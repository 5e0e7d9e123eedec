// Sessions and jobs of the library as PowerShell uses them: opened, asked, disposed.

using System;
using System.Collections.Generic;
using System.Text;

namespace ExoModernAuth.Interop.V1
{
    /// <summary>What a job reports. Only what belongs to its kind is set.</summary>
    public sealed class JobEvent
    {
        /// <summary>mailboxes, findings, errors, warnings, progress, tick or end.</summary>
        public string Kind { get; internal set; }
        public MailboxAuthState[] Mailboxes { get; internal set; }

        /// <summary>For each of Mailboxes its steps; null where no trace was asked for.</summary>
        public TraceStep[][] Traces { get; internal set; }
        public Finding[] Findings { get; internal set; }
        public IDictionary<string, object> Document { get; internal set; }
    }

    /// <summary>A running job. It ends with Dispose, or with the garbage collector.</summary>
    public sealed class Job : IDisposable
    {
        // A processor with a large cache lets .NET heap up a hundred megabytes of dead rows before it
        // looks; a runbook has 400 in all. Looking at the youngest now and then costs next to nothing.
        private const int BatchesBetweenCollections = 32;

        private readonly Words words;
        private ulong handle;
        private int batches;

        /// <param name="session">The session that owns the job.</param>
        /// <param name="request">The request.</param>
        /// <param name="words">What batches of mailboxes are read with; null where none come.</param>
        public Job(ulong session, object request, Words words)
        {
            this.words = words;
            handle = Native.JobStart(session, request);
        }

        ~Job()
        {
            Native.JobClose(handle);
        }

        /// <summary>The next event; a tick where none came in time.</summary>
        public JobEvent Next(int timeout)
        {
            byte[] data;
            int status = Native.JobNext(handle, (uint)timeout, out data);
            var result = new JobEvent();
            if (status == Status.Timeout)
            {
                result.Kind = "tick";
                return result;
            }
            if (RowBatch.IsBatch(data))
            {
                if (++batches % BatchesBetweenCollections == 0)
                {
                    GC.Collect(0);
                }
                TraceStep[][] traces;
                result.Kind = "mailboxes";
                result.Mailboxes = new RowBatch(data, words).Rows(out traces);
                result.Traces = traces;
                return result;
            }
            result.Document = (IDictionary<string, object>)Json.Read(Encoding.UTF8.GetString(data));
            result.Kind = (string)result.Document["t"];
            if (result.Kind == "findings")
            {
                result.Findings = ((List<object>)result.Document["rows"])
                    .ConvertAll(row => new Finding((IDictionary<string, object>)row)).ToArray();
            }
            return result;
        }

        /// <summary>Cancels and closes. Never waits; a second time it does nothing.</summary>
        public void Dispose()
        {
            Native.JobClose(handle);
            handle = 0;
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>
    /// What the library keeps for a runspace. It ends with Dispose, or with the garbage collector: a
    /// runspace that a host closes tells its modules nothing.
    /// </summary>
    public sealed class Session : IDisposable
    {
        public Session()
        {
            Handle = Native.SessionOpen();
        }

        ~Session()
        {
            Native.SessionClose(Handle);
        }

        public ulong Handle { get; private set; }

        /// <summary>Closes the session and ends its jobs; a second time it does nothing.</summary>
        public void Dispose()
        {
            Native.SessionClose(Handle);
            Handle = 0;
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>The calendar.</summary>
    public static class Calendar
    {
        public static Deadline[] Rows(IDictionary<string, object> answer)
        {
            return ((List<object>)answer["rows"])
                .ConvertAll(row => new Deadline((IDictionary<string, object>)row)).ToArray();
        }
    }
}
