// Finds and loads the native library by its path, once a process, on first use.

using System;
using System.Reflection;
using System.Runtime.InteropServices;

namespace ExoModernAuth.Interop.V1
{
    public static class Library
    {
        private static readonly object Gate = new object();
        private static IntPtr handle;

        /// <summary>The file that is loaded, or null.</summary>
        public static string Path { get; private set; }

        /// <summary>The runtime identifier of this process: its own architecture, not the machine's.</summary>
        public static string RuntimeIdentifier()
        {
            string system = Environment.OSVersion.Platform == PlatformID.Win32NT
                ? "win"
                : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "osx" : "linux";
            return system + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        }

        /// <summary>The name of the library's file on this system.</summary>
        public static string FileName()
        {
            if (Environment.OSVersion.Platform == PlatformID.Win32NT)
            {
                return Native.Name + ".dll";
            }
            return "lib" + Native.Name + (RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? ".dylib" : ".so");
        }

        /// <summary>
        /// Loads the library by its full path. A second call does nothing: a process has one, whatever
        /// its runspaces do, and it is never unloaded.
        /// </summary>
        public static void Load(string path)
        {
            lock (Gate)
            {
                if (Path != null)
                {
                    return;
                }
                Type type = Type.GetType("System.Runtime.InteropServices.NativeLibrary");
                if (type != null)
                {
                    LoadOnCore(type, path);
                }
                else
                {
                    LoadOnFramework(path);
                }
                Path = path;
            }
        }

        // .NET: names are resolved for this assembly alone.
        private static void LoadOnCore(Type nativeLibrary, string path)
        {
            try
            {
                handle = (IntPtr)nativeLibrary.GetMethod("Load", new[] { typeof(string) }).Invoke(
                    null, new object[] { path });
            }
            catch (TargetInvocationException error)
            {
                throw new DllNotFoundException(error.InnerException.Message, error.InnerException);
            }
            Type resolver = Type.GetType("System.Runtime.InteropServices.DllImportResolver");
            Delegate resolve = Delegate.CreateDelegate(
                resolver, typeof(Library).GetMethod("Resolve", BindingFlags.NonPublic | BindingFlags.Static));
            nativeLibrary.GetMethod("SetDllImportResolver").Invoke(
                null, new object[] { typeof(Library).Assembly, resolve });
        }

        private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
        {
            return name == Native.Name ? handle : IntPtr.Zero;
        }

        // .NET Framework: a library that is loaded by its path is found by its name from then on.
        private static void LoadOnFramework(string path)
        {
            const uint AlteredSearchPath = 8;
            handle = LoadLibraryEx(path, IntPtr.Zero, AlteredSearchPath);
            if (handle == IntPtr.Zero)
            {
                var reason = new System.ComponentModel.Win32Exception(Marshal.GetLastWin32Error());
                throw new DllNotFoundException(reason.Message, reason);
            }
        }

        [DllImport("kernel32", CharSet = CharSet.Unicode, SetLastError = true)]
        private static extern IntPtr LoadLibraryEx(string path, IntPtr file, uint flags);
    }
}
