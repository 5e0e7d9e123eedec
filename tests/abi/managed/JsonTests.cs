// The shim's JSON: what it reads, what it writes, and that it says so where a text is broken.

using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Globalization;
using System.Text;
using System.Threading;
using ExoModernAuth.Interop.V1;

namespace ExoModernAuth.Tests
{
    internal static class JsonTests
    {
        private const string Document = "{\"a\":[1,-2.5e3,true,false,null,\"\\u00e9\\n\\\"\"],\"b\":{\"c\":{}}, \"d\" : [ ] }";

        public static void ReadsValuesWithTheirKinds()
        {
            var cases = new[]
            {
                "null", "null",
                "true", "True",
                " false ", "False",
                "0", "0",
                "-1", "-1",
                "9223372036854775807", "9223372036854775807",
                "-9223372036854775808", "-9223372036854775808",
                "9223372036854775808", "Double 9.22337203685478E+18",
                "1.5", "Double 1.5",
                "-2e3", "Double -2000",
                "1E+2", "Double 100",
                "\"\"", "''",
                "\"2026-11-25T00:00:00Z\"", "'2026-11-25T00:00:00Z'",
                "[]", "[]",
                "[ ]", "[]",
                "[1,[2,[]],{}]", "[1 [2 [] ] {} ]",
                "{}", "{}",
                "\t\r\n{ \"a\" :\t1 ,\n\"\" : \"b\" }", "{'a':1 '':'b' }",
                "{\"A\":1,\"a\":2}", "{'A':1 'a':2 }",
                "{\"a\":1,\"a\":2}", "{'a':2 }",
                Document, "{'a':[1 Double -2500 True False null '<e9><a>\"' ] 'b':{'c':{} } 'd':[] }",
            };
            for (int i = 0; i < cases.Length; i += 2)
            {
                Check.Same(cases[i + 1], Check.Show(Json.Read(cases[i])), cases[i]);
            }
        }

        public static void ReadsEveryEscape()
        {
            Check.Same("\"\\/\b\f\n\r\t", (string)Json.Read(@"""\""\\\/\b\f\n\r\t"""), "short ones");
            Check.Same("A\u00e9\u6771\0", (string)Json.Read("\"\\u0041\\u00e9\\u6771\\u0000\""), "by number");
            Check.Same("\u00ab\u00ab", (string)Json.Read("\"\\u00AB\\u00ab\""), "letters of both cases");
            Check.Same("\U0001f600", (string)Json.Read("\"\\ud83d\\ude00\""), "a pair by numbers");
            Check.Same("x\U0001f600\u6771", (string)Json.Read("\"x\U0001f600\u6771\""), "as it is");
            Check.Same("\ud83dx", (string)Json.Read("\"\\ud83dx\""), "half of a pair");
            Check.Same("before \n after, and long: " + new string('x', 1000),
                (string)Json.Read("\"before \\n after, and long: " + new string('x', 1000) + "\""), "in the middle");
        }

        public static void ReadsWhatIsDeepAndLong()
        {
            const int Depth = 2000;
            var value = (List<object>)Json.Read(new string('[', Depth) + new string(']', Depth));
            int depth = 1;
            for (; value.Count == 1; depth++)
            {
                value = (List<object>)value[0];
            }
            Check.Same(Depth, depth, "depth");
            // More than Windows PowerShell's own reader takes.
            var text = new StringBuilder("[");
            for (int i = 0; i < 300000; i++)
            {
                text.Append("\"0123456789\",");
            }
            text.Append("1]");
            Check.Same(300001, ((List<object>)Json.Read(text.ToString())).Count, "elements");
        }

        public static void BrokenTextsAreFormatErrors()
        {
            var broken = new[]
            {
                "", " ", "{", "}", "[", "]", "[1", "[1 2]", "[,1]", "[1,,2]", "{\"a\"}", "{\"a\":}", "{\"a\" 1}", "{a:1}",
                "{1:1}", "{\"a\":1 \"b\":2}", "{,}", "tru", "nul", "truex", "True", "null null", "\"abc", "\"\\x\"", "\"\\",
                "\"\\u\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\u 123\"", "\"\\u+123\"", "1 2", "--1", "1.2.3", "e", ".", "-", "'a'",
                "\"a\" b", "NaN", "Infinity", "-Infinity", "0x10", "\u00a01", "\uff11", "1,5", "[1]]", "{}{}", "\ufeff1",
            };
            foreach (string text in broken)
            {
                Check.Throws<FormatException>(() => Json.Read(text), "'" + text + "'");
            }
            // Cut off anywhere.
            for (int length = 0; length < Document.Length; length++)
            {
                string text = Document.Substring(0, length);
                Check.Throws<FormatException>(() => Json.Read(text), text);
            }
        }

        public static void WritesWhatRequestsHold()
        {
            var ordered = new OrderedDictionary();
            ordered.Add("v", 1);
            ordered.Add("args", new Hashtable { { "list", new object[] { "a", null, true, false } } });
            var cases = new object[]
            {
                null, "null",
                true, "true",
                false, "false",
                0, "0",
                -1, "-1",
                uint.MaxValue, "4294967295",
                long.MinValue, "-9223372036854775808",
                "", "\"\"",
                "a\"b\\c/", @"""a\u0022b\u005cc/""",
                "\0\n\u001f \u007f\u6771", "\"\\u0000\\u000a\\u001f \u007f\u6771\"",
                "\U0001f600", "\"\\ud83d\\ude00\"",
                new string[0], "[]",
                new[] { "a", "b" }, "[\"a\",\"b\"]",
                new List<object> { 1, new List<object>() }, "[1,[]]",
                new Hashtable(), "{}",
                new Dictionary<string, object>(), "{}",
                ordered, "{\"v\":1,\"args\":{\"list\":[\"a\",null,true,false]}}",
            };
            for (int i = 0; i < cases.Length; i += 2)
            {
                Check.Same((string)cases[i + 1], Json.Write(cases[i]), (string)cases[i + 1]);
            }
            foreach (object other in new object[] { 1.5, 'a', DateTime.MinValue, 1m, ulong.MaxValue, new object() })
            {
                Check.Throws<ArgumentException>(() => Json.Write(other), other.GetType().Name);
            }
        }

        public static void WhatIsWrittenReadsTheSame()
        {
            var random = new Random(1);
            for (int round = 0; round < 2000; round++)
            {
                var letters = new char[random.Next(20)];
                for (int i = 0; i < letters.Length; i++)
                {
                    letters[i] = (char)random.Next(round % 2 == 0 ? 0x80 : 0x10000);
                }
                string text = new string(letters);
                Check.Same(text, (string)Json.Read(Json.Write(text)), "a text");
            }
            Check.Same(Json.Read(Document), Json.Read(Json.Write(Json.Read(Document.Replace("-2.5e3", "-2500")))
                .Replace("-2500", "-2.5e3")), "a document");
        }

        public static void NoLanguageOfTheSystemChangesAnything()
        {
            CultureInfo before = Thread.CurrentThread.CurrentCulture;
            try
            {
                foreach (string name in new[] { "de-DE", "tr-TR", "ar-SA", "ja-JP", "sv-SE" })
                {
                    Thread.CurrentThread.CurrentCulture = new CultureInfo(name);
                    Check.Same("[Double 1.5 -1 ]", Check.Show(Json.Read("[1.5,-1]")), name);
                    Check.Same("[-1]", Json.Write(new[] { -1 }), name);
                    Check.Throws<FormatException>(() => Json.Read("1,5"), name);
                }
            }
            finally
            {
                Thread.CurrentThread.CurrentCulture = before;
            }
        }
    }
}
