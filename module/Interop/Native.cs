// The exports of the native library (native/README.md), and calls that turn its buffers into text.
// C# 5 and .NET Framework 4.7.2, so that one file serves Windows PowerShell 5.1 and PowerShell 7.

using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;

namespace ExoModernAuth.Interop.V1
{
    /// <summary>What the native library answers beside errors.</summary>
    public static class Status
    {
        public const int Ok = 0;
        public const int Timeout = 1;
        public const int End = 2;
    }

    /// <summary>An error of the native library, as its document tells it.</summary>
    public sealed class NativeException : Exception
    {
        public NativeException(IDictionary<string, object> document)
            : base((string)document["message"])
        {
            Document = document;
        }

        public IDictionary<string, object> Document { get; private set; }
    }

    /// <summary>The exports.</summary>
    public static class Native
    {
        internal const string Name = "exo_native";

        /// <summary>The version of the interface that this file is written for.</summary>
        public const uint Major = 1;
        public const uint Minor = 0;

        [DllImport(Name, CallingConvention = CallingConvention.Cdecl)]
        private static extern uint exo_abi_version();

        [DllImport(Name, CallingConvention = CallingConvention.Cdecl)]
        private static extern int exo_build_info(out IntPtr bytes, out UIntPtr length);

        [DllImport(Name, CallingConvention = CallingConvention.Cdecl)]
        private static extern int exo_session_open(
            byte[] config, UIntPtr configLength, out ulong session, out IntPtr bytes, out UIntPtr length);

        [DllImport(Name, CallingConvention = CallingConvention.Cdecl)]
        private static extern int exo_session_close(ulong session);

        [DllImport(Name, CallingConvention = CallingConvention.Cdecl)]
        private static extern int exo_call(
            ulong session, byte[] request, UIntPtr requestLength, out IntPtr bytes, out UIntPtr length);

        [DllImport(Name, CallingConvention = CallingConvention.Cdecl)]
        private static extern int exo_job_start(
            ulong session, byte[] request, UIntPtr requestLength, out ulong job, out IntPtr bytes,
            out UIntPtr length);

        [DllImport(Name, CallingConvention = CallingConvention.Cdecl)]
        private static extern int exo_job_next(ulong job, uint timeout, out IntPtr bytes, out UIntPtr length);

        [DllImport(Name, CallingConvention = CallingConvention.Cdecl)]
        private static extern int exo_job_cancel(ulong job);

        [DllImport(Name, CallingConvention = CallingConvention.Cdecl)]
        private static extern int exo_job_close(ulong job);

        [DllImport(Name, CallingConvention = CallingConvention.Cdecl)]
        private static extern void exo_buf_free(IntPtr bytes, UIntPtr length);

        /// <summary>The version of the library's interface: major in the upper 16 bits.</summary>
        public static uint AbiVersion()
        {
            return exo_abi_version();
        }

        /// <summary>What the library says it is.</summary>
        public static IDictionary<string, object> BuildInfo()
        {
            IntPtr bytes;
            UIntPtr length;
            int status = exo_build_info(out bytes, out length);
            return Document(status, bytes, length);
        }

        public static ulong SessionOpen()
        {
            byte[] config = Encoding.UTF8.GetBytes("{\"v\":1}");
            ulong session;
            IntPtr bytes;
            UIntPtr length;
            int status = exo_session_open(config, (UIntPtr)config.Length, out session, out bytes, out length);
            Check(status, bytes, length);
            return session;
        }

        /// <summary>Closes a session; one that is closed, or 0, does no harm.</summary>
        public static void SessionClose(ulong session)
        {
            exo_session_close(session);
        }

        /// <summary>Asks and gets the answer as dictionaries, lists and plain values.</summary>
        public static IDictionary<string, object> Call(ulong session, object request)
        {
            IDictionary<string, object> answer;
            if (!TryCall(session, request, out answer))
            {
                throw new NativeException(answer);
            }
            return answer;
        }

        /// <summary>The same; false where the answer is an error document.</summary>
        public static bool TryCall(ulong session, object request, out IDictionary<string, object> answer)
        {
            byte[] text = Encoding.UTF8.GetBytes(Json.Write(request));
            IntPtr bytes;
            UIntPtr length;
            int status = exo_call(session, text, (UIntPtr)text.Length, out bytes, out length);
            byte[] data = Take(bytes, length);
            answer = status < 0 ? Error(status, data) : Parse(data);
            return status >= 0;
        }

        public static ulong JobStart(ulong session, object request)
        {
            byte[] text = Encoding.UTF8.GetBytes(Json.Write(request));
            ulong job;
            IntPtr bytes;
            UIntPtr length;
            int status = exo_job_start(session, text, (UIntPtr)text.Length, out job, out bytes, out length);
            Check(status, bytes, length);
            return job;
        }

        /// <summary>The next event; null bytes where none came in time.</summary>
        public static int JobNext(ulong job, uint timeout, out byte[] data)
        {
            IntPtr bytes;
            UIntPtr length;
            int status = exo_job_next(job, timeout, out bytes, out length);
            if (status < 0)
            {
                Check(status, bytes, length);
            }
            data = Take(bytes, length);
            return status;
        }

        public static void JobCancel(ulong job)
        {
            exo_job_cancel(job);
        }

        /// <summary>Cancels and closes a job; one that is closed, or 0, does no harm.</summary>
        public static void JobClose(ulong job)
        {
            exo_job_close(job);
        }

        private static IDictionary<string, object> Document(int status, IntPtr bytes, UIntPtr length)
        {
            Check(status, bytes, length);
            return Parse(Take(bytes, length));
        }

        private static IDictionary<string, object> Parse(byte[] data)
        {
            return (IDictionary<string, object>)Json.Read(Encoding.UTF8.GetString(data));
        }

        private static void Check(int status, IntPtr bytes, UIntPtr length)
        {
            if (status < 0)
            {
                throw new NativeException(Error(status, Take(bytes, length)));
            }
        }

        private static IDictionary<string, object> Error(int status, byte[] data)
        {
            if (data.Length > 0)
            {
                return Parse(data);
            }
            // So early that the library could not make a document.
            var document = new Dictionary<string, object>();
            document["name"] = "Exo.Native.Internal";
            document["category"] = "InvalidOperation";
            document["message"] = "The native library failed with status " + status + ".";
            document["action"] = "";
            document["target"] = null;
            return document;
        }

        /// <summary>Copies a buffer and gives it back.</summary>
        private static byte[] Take(IntPtr bytes, UIntPtr length)
        {
            if (bytes == IntPtr.Zero)
            {
                return new byte[0];
            }
            try
            {
                var data = new byte[checked((int)length.ToUInt64())];
                Marshal.Copy(bytes, data, 0, data.Length);
                return data;
            }
            finally
            {
                exo_buf_free(bytes, length);
            }
        }
    }
}
