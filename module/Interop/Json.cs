// JSON as both editions of PowerShell must see it alike: dates stay text, whole numbers are Int64,
// nothing is cut at a depth or a length.

using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace ExoModernAuth.Interop.V1
{
    public static class Json
    {
        /// <summary>Dictionaries, lists, strings, booleans, Int64, Double and null.</summary>
        public static object Read(string text)
        {
            var reader = new Reader(text);
            object value = reader.Value();
            reader.End();
            return value;
        }

        /// <summary>The text of dictionaries, lists, strings, booleans, whole numbers and null.</summary>
        public static string Write(object value)
        {
            var text = new StringBuilder();
            Write(value, text);
            return text.ToString();
        }

        private static void Write(object value, StringBuilder text)
        {
            var dictionary = value as IDictionary;
            var name = value as string;
            var list = value as IEnumerable;
            if (value == null)
            {
                text.Append("null");
            }
            else if (name != null)
            {
                WriteText(name, text);
            }
            else if (value is bool)
            {
                text.Append((bool)value ? "true" : "false");
            }
            else if (dictionary != null)
            {
                char before = '{';
                foreach (DictionaryEntry entry in dictionary)
                {
                    text.Append(before);
                    WriteText((string)entry.Key, text);
                    text.Append(':');
                    Write(entry.Value, text);
                    before = ',';
                }
                text.Append(before == '{' ? "{}" : "}");
            }
            else if (list != null)
            {
                char before = '[';
                foreach (object element in list)
                {
                    text.Append(before);
                    Write(element, text);
                    before = ',';
                }
                text.Append(before == '[' ? "[]" : "]");
            }
            else if (value is int || value is long || value is uint)
            {
                text.Append(Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture));
            }
            else
            {
                throw new ArgumentException("a " + value.GetType().FullName + " cannot be written as JSON");
            }
        }

        private static void WriteText(string value, StringBuilder text)
        {
            text.Append('"');
            foreach (char letter in value)
            {
                // Surrogates without a partner would not survive as UTF-8.
                if (letter < ' ' || letter == '"' || letter == '\\' || char.IsSurrogate(letter))
                {
                    text.Append("\\u").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture));
                }
                else
                {
                    text.Append(letter);
                }
            }
            text.Append('"');
        }

        private sealed class Reader
        {
            private readonly string text;
            private int at;

            public Reader(string text)
            {
                this.text = text;
            }

            public object Value()
            {
                switch (Peek())
                {
                    case '{': return Dictionary();
                    case '[': return List();
                    case '"': return Text();
                    case 't': return Word("true", true);
                    case 'f': return Word("false", false);
                    case 'n': return Word("null", null);
                    default: return Number();
                }
            }

            public void End()
            {
                Space();
                if (at < text.Length)
                {
                    throw Unexpected();
                }
            }

            private Dictionary<string, object> Dictionary()
            {
                var dictionary = new Dictionary<string, object>(StringComparer.Ordinal);
                at++;
                while (Peek() != '}')
                {
                    string key = Text();
                    Take(':');
                    dictionary[key] = Value();
                    if (Peek() != '}')
                    {
                        Take(',');
                    }
                }
                at++;
                return dictionary;
            }

            private List<object> List()
            {
                var list = new List<object>();
                at++;
                while (Peek() != ']')
                {
                    list.Add(Value());
                    if (Peek() != ']')
                    {
                        Take(',');
                    }
                }
                at++;
                return list;
            }

            private string Text()
            {
                Take('"');
                int start = at;
                while (at < text.Length && text[at] != '"' && text[at] != '\\')
                {
                    at++;
                }
                if (at < text.Length && text[at] == '"')
                {
                    return text.Substring(start, at++ - start);
                }
                var built = new StringBuilder(text, start, at - start, 256);
                for (; at < text.Length && text[at] != '"'; at++)
                {
                    built.Append(text[at] == '\\' ? Escaped() : text[at]);
                }
                Take('"');
                return built.ToString();
            }

            private char Escaped()
            {
                at++;
                char letter = at < text.Length ? text[at] : '\0';
                switch (letter)
                {
                    case 'n': return '\n';
                    case 'r': return '\r';
                    case 't': return '\t';
                    case 'b': return '\b';
                    case 'f': return '\f';
                    case '"':
                    case '\\':
                    case '/': return letter;
                }
                ushort code;
                if (letter == 'u' && at + 4 < text.Length && ushort.TryParse(
                    text.Substring(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code))
                {
                    at += 4;
                    return (char)code;
                }
                throw Unexpected();
            }

            private object Number()
            {
                int start = at;
                while (at < text.Length && "+-.0123456789Ee".IndexOf(text[at]) >= 0)
                {
                    at++;
                }
                string number = text.Substring(start, at - start);
                long whole;
                double real;
                if (long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out whole))
                {
                    return whole;
                }
                if (double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out real))
                {
                    return real;
                }
                throw Unexpected();
            }

            private object Word(string word, object value)
            {
                if (string.CompareOrdinal(text, at, word, 0, word.Length) != 0)
                {
                    throw Unexpected();
                }
                at += word.Length;
                return value;
            }

            private char Peek()
            {
                Space();
                if (at >= text.Length)
                {
                    throw Unexpected();
                }
                return text[at];
            }

            private void Take(char expected)
            {
                if (Peek() != expected)
                {
                    throw Unexpected();
                }
                at++;
            }

            private void Space()
            {
                while (at < text.Length && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t'))
                {
                    at++;
                }
            }

            private FormatException Unexpected()
            {
                return new FormatException("JSON is not as expected at character " + at);
            }
        }
    }
}
