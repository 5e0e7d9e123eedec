// The shim under Mono: every public method of the test classes, one after the other.
//
//   managed.exe SNAPSHOTS EXPECTED
//
// SNAPSHOTS is the folder of snapshots that build/abi.sh makes, EXPECTED one with what the program
// 'readiness' wrote about them. The library is found by its name, as the loader of the system does.

using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;

namespace ExoModernAuth.Tests
{
    public static class Program
    {
        private static string snapshots;
        private static string expected;

        public static string Snapshot(string name)
        {
            return Path.Combine(snapshots, name);
        }

        public static string Expected(string name)
        {
            return Path.Combine(expected, name);
        }

        public static int Main(string[] arguments)
        {
            snapshots = arguments[0];
            expected = arguments[1];
            var failures = new List<string>();
            int count = 0;
            foreach (Type type in new[] { typeof(JsonTests), typeof(RowTests), typeof(JobTests) })
            {
                var methods = type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly);
                foreach (MethodInfo method in methods)
                {
                    count++;
                    try
                    {
                        method.Invoke(null, null);
                    }
                    catch (TargetInvocationException error)
                    {
                        failures.Add(type.Name + "." + method.Name + ": " + error.InnerException);
                    }
                }
            }
            foreach (string failure in failures)
            {
                Console.WriteLine(failure);
            }
            if (failures.Count > 0)
            {
                return 1;
            }
            Console.WriteLine(count + " tests of the shim");
            return 0;
        }
    }
}
