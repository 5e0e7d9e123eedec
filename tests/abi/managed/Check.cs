// What tests ask.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Threading;
using ExoModernAuth.Interop.V1;

namespace ExoModernAuth.Tests
{
    internal static class Check
    {
        public static void True(bool holds, string what)
        {
            if (!holds)
            {
                throw new Exception(what);
            }
        }

        public static void Same(string expected, string found, string what)
        {
            if (!string.Equals(expected, found, StringComparison.Ordinal))
            {
                throw new Exception(what + ": " + (found ?? "null") + ", not " + (expected ?? "null"));
            }
        }

        /// <summary>Compares what was read from JSON, with the kinds of its numbers.</summary>
        public static void Same(object expected, object found, string what)
        {
            if (!Equal(expected, found))
            {
                throw new Exception(what + ": " + Show(found) + ", not " + Show(expected));
            }
        }

        private static bool Equal(object one, object other)
        {
            var dictionary = one as IDictionary<string, object>;
            var list = one as List<object>;
            if (dictionary != null)
            {
                var others = other as IDictionary<string, object>;
                if (others == null || others.Count != dictionary.Count)
                {
                    return false;
                }
                foreach (KeyValuePair<string, object> entry in dictionary)
                {
                    object value;
                    if (!others.TryGetValue(entry.Key, out value) || !Equal(entry.Value, value))
                    {
                        return false;
                    }
                }
                return true;
            }
            if (list != null)
            {
                var others = other as List<object>;
                bool equal = others != null && others.Count == list.Count;
                for (int i = 0; equal && i < list.Count; i++)
                {
                    equal = Equal(list[i], others[i]);
                }
                return equal;
            }
            // Numbers of different kinds are not equal.
            return object.Equals(one, other);
        }

        public static void Same(long expected, long found, string what)
        {
            Same((object)expected, found, what);
        }

        /// <summary>Runs something that must throw exactly this.</summary>
        public static T Throws<T>(Action action, string what) where T : Exception
        {
            try
            {
                action();
            }
            catch (Exception error)
            {
                if (error.GetType() == typeof(T))
                {
                    return (T)error;
                }
                throw new Exception(what + ": not " + typeof(T).Name, error);
            }
            throw new Exception(what + ": nothing was thrown");
        }

        /// <summary>Runs something that must fail in the library with this error and its document.</summary>
        public static NativeException Fails(string name, Action action)
        {
            var error = Throws<NativeException>(action, name);
            Same(name, (string)error.Document["name"], "the error");
            Same((string)error.Document["message"], error.Message, "the message");
            True(error.Message.Length > 0, "no message");
            True(error.Document["code"] is long && (long)error.Document["code"] < 0, "no code");
            foreach (string key in new[] { "category", "action", "target" })
            {
                True(error.Document.ContainsKey(key), "no " + key);
            }
            return error;
        }

        /// <summary>Waits until something holds, at most ten seconds.</summary>
        public static void Soon(Func<bool> holds, string what)
        {
            DateTime deadline = DateTime.UtcNow.AddSeconds(10);
            while (!holds())
            {
                True(DateTime.UtcNow < deadline, what);
                Thread.Sleep(5);
            }
        }

        /// <summary>A value with its kind, as text that tells any two apart.</summary>
        public static string Show(object value)
        {
            var text = new StringBuilder();
            Show(value, text);
            return text.ToString();
        }

        private static void Show(object value, StringBuilder text)
        {
            var dictionary = value as IDictionary<string, object>;
            var list = value as List<object>;
            if (value == null)
            {
                text.Append("null");
            }
            else if (dictionary != null)
            {
                text.Append('{');
                foreach (KeyValuePair<string, object> entry in dictionary)
                {
                    Show(entry.Key, text);
                    text.Append(':');
                    Show(entry.Value, text);
                    text.Append(' ');
                }
                text.Append('}');
            }
            else if (list != null)
            {
                text.Append('[');
                foreach (object element in list)
                {
                    Show(element, text);
                    text.Append(' ');
                }
                text.Append(']');
            }
            else if (value is string)
            {
                text.Append('\'');
                foreach (char letter in (string)value)
                {
                    text.Append(letter >= ' ' && letter <= '~' ? letter.ToString() : "<" + ((int)letter).ToString("x") + ">");
                }
                text.Append('\'');
            }
            else
            {
                string shown = Convert.ToString(value, CultureInfo.InvariantCulture);
                text.Append(value is long || value is bool ? shown : value.GetType().Name + " " + shown);
            }
        }
    }
}
