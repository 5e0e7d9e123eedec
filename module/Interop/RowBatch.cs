// Reads the batches of mailboxes that the library makes (layout in native/README.md).

using System;
using System.Collections.Generic;
using System.Text;

namespace ExoModernAuth.Interop.V1
{
    /// <summary>A protocol with a method.</summary>
    public sealed class Pair
    {
        internal Pair(List<object> names)
        {
            Name = (string)names[0];
            Protocol = (string)names[1];
            Method = (string)names[2];
        }

        public string Name { get; private set; }
        public string Protocol { get; private set; }
        public string Method { get; private set; }
    }

    /// <summary>What a verdict says, shared by all that say the same.</summary>
    internal sealed class Outcome
    {
        public string Verdict;
        public string DecidedBy;
        public string Reason;
        public string Confidence;
        public DateTime? ChangesOn;
        public WordList Assumed;
    }

    /// <summary>The 22 outcomes that many mailboxes have alike.</summary>
    internal sealed class Pattern
    {
        private readonly Outcome[] outcomes;
        private readonly Words words;

        public Pattern(Outcome[] outcomes, Words words)
        {
            this.outcomes = outcomes;
            this.words = words;
        }

        public string Word(int pair)
        {
            return outcomes[pair].Verdict;
        }

        public VerdictList Expand(MailboxAuthState mailbox)
        {
            var list = new List<AuthVerdict>(words.Chosen.Length);
            foreach (int pair in words.Chosen)
            {
                list.Add(new AuthVerdict(mailbox, words.Pairs[pair], outcomes[pair]));
            }
            return new VerdictList(list);
        }
    }

    /// <summary>The words that batches hold as numbers, and the pairs that were chosen.</summary>
    public sealed class Words
    {
        private readonly IDictionary<string, object> lists;

        /// <param name="lists">The answer of the operation "words".</param>
        /// <param name="protocols">The protocols asked for; null or none for all.</param>
        /// <param name="methods">The methods asked for; null or none for all.</param>
        public Words(IDictionary<string, object> lists, string[] protocols, string[] methods)
        {
            this.lists = lists;
            var pairs = new List<Pair>();
            var chosen = new List<int>();
            foreach (object names in (List<object>)lists["pairs"])
            {
                var pair = new Pair((List<object>)names);
                if (Has(protocols, pair.Protocol) && Has(methods, pair.Method))
                {
                    chosen.Add(pairs.Count);
                }
                pairs.Add(pair);
            }
            Pairs = pairs.ToArray();
            Chosen = chosen.ToArray();
            Verdicts = List("verdicts");
            Gates = List("gates");
            Reasons = List("reasons");
            Confidences = List("confidences");
            Effects = List("effects");
        }

        public Pair[] Pairs { get; private set; }
        internal int[] Chosen { get; private set; }
        internal string[] Verdicts { get; private set; }
        internal string[] Gates { get; private set; }
        internal string[] Reasons { get; private set; }
        internal string[] Confidences { get; private set; }
        internal string[] Effects { get; private set; }

        private string[] List(string name)
        {
            return ((List<object>)lists[name]).ConvertAll(word => (string)word).ToArray();
        }

        private static bool Has(string[] chosen, string word)
        {
            return chosen == null || chosen.Length == 0
                || Array.Exists(chosen, one => string.Equals(one, word, StringComparison.OrdinalIgnoreCase));
        }
    }

    /// <summary>
    /// The texts of a row as they came: most rows are counted, filtered by a verdict or dropped, and
    /// never asked for a name. Each row has its own bytes, so that one that is kept keeps no batch.
    /// </summary>
    internal struct RowText
    {
        public const int Size = 16;
        private const int AsUser = -2;

        private readonly byte[] bytes;

        /// <param name="data">Four lengths, sixteen bytes of something else, the texts.</param>
        public RowText(byte[] data, int at, int between)
        {
            int length = 0;
            for (int text = 0; text < 4; text++)
            {
                length += Math.Max(0, Length(data, at, text));
            }
            bytes = new byte[Size + length];
            Buffer.BlockCopy(data, at, bytes, 0, Size);
            Buffer.BlockCopy(data, at + Size + between, bytes, Size, length);
        }

        public int TextLength { get { return bytes.Length - Size; } }

        public string Get(int text)
        {
            int length = Length(bytes, 0, text);
            // A length below zero is null, but for that of an address which is the name.
            if (length < 0)
            {
                return length == AsUser ? Get(1) : null;
            }
            int start = Size;
            for (int before = 0; before < text; before++)
            {
                start += Math.Max(0, Length(bytes, 0, before));
            }
            return Encoding.UTF8.GetString(bytes, start, length);
        }

        private static int Length(byte[] data, int at, int text)
        {
            return BitConverter.ToInt32(data, at + text * 4);
        }
    }

    /// <summary>A batch in memory.</summary>
    internal sealed class RowBatch
    {
        private const int Version = 1;
        private const int HeaderSize = 32;
        private static readonly DateTime Epoch = new DateTime(1970, 1, 1);
        private static readonly WordList None = new WordList(new string[0]);

        private readonly byte[] data;
        private readonly Words words;
        private string[] texts;
        private int at;

        public RowBatch(byte[] data, Words words)
        {
            this.data = data;
            this.words = words;
        }

        /// <summary>Whether the bytes are a batch rather than a document.</summary>
        public static bool IsBatch(byte[] data)
        {
            return data.Length >= HeaderSize
                && data[0] == 'E' && data[1] == 'X' && data[2] == 'R' && data[3] == 'B';
        }

        /// <summary>The mailboxes; traces[i] belongs to rows[i], and is null without traces.</summary>
        public MailboxAuthState[] Rows(out TraceStep[][] traces)
        {
            at = 4;
            int version = U16();
            int pairs = U16();
            if (version != Version || pairs != words.Pairs.Length)
            {
                throw new FormatException("the batch has layout " + version + " with " + pairs + " pairs");
            }
            int rowCount = Int();
            int textCount = Int();
            int textBytes = Int();
            int verdictCount = Int();
            int patternCount = Int();
            int stepCount = Int();
            ReadTexts(textCount, textBytes);
            Outcome[] outcomes = ReadOutcomes(verdictCount);
            Pattern[] patterns = ReadPatterns(patternCount, outcomes);
            var rows = new MailboxAuthState[rowCount];
            var stepEnds = new int[rowCount];
            for (int row = 0; row < rowCount; row++)
            {
                int start = at;
                at += RowText.Size;
                string type = Text();
                string policy = Text();
                Pattern pattern = patterns[Int()];
                stepEnds[row] = Int();
                var text = new RowText(data, start, at - start - RowText.Size);
                at += text.TextLength;
                rows[row] = new MailboxAuthState(text, type, policy, pattern);
            }
            traces = stepCount == 0 ? null : ReadTraces(stepEnds);
            return rows;
        }

        private void ReadTexts(int count, int bytes)
        {
            // Number 0 is null.
            texts = new string[count + 1];
            int start = at + count * 4;
            int from = 0;
            for (int text = 1; text <= count; text++)
            {
                int end = Int();
                texts[text] = Encoding.UTF8.GetString(data, start + from, end - from);
                from = end;
            }
            at = start + bytes;
        }

        private Outcome[] ReadOutcomes(int count)
        {
            var outcomes = new Outcome[count];
            for (int number = 0; number < count; number++)
            {
                var outcome = new Outcome();
                outcome.Verdict = words.Verdicts[data[at]];
                outcome.DecidedBy = words.Gates[data[at + 1]];
                outcome.Reason = words.Reasons[data[at + 2]];
                outcome.Confidence = words.Confidences[data[at + 3]];
                at += 4;
                outcome.Assumed = Assumed(U16());
                at += 2;
                int days = Int();
                outcome.ChangesOn = days == int.MinValue ? (DateTime?)null : Epoch.AddDays(days);
                outcomes[number] = outcome;
            }
            return outcomes;
        }

        private WordList Assumed(int bits)
        {
            if (bits == 0)
            {
                return None;
            }
            var gates = new List<string>();
            for (int gate = 0; gate < words.Gates.Length; gate++)
            {
                if ((bits & (1 << gate)) != 0)
                {
                    gates.Add(words.Gates[gate]);
                }
            }
            return new WordList(gates);
        }

        private Pattern[] ReadPatterns(int count, Outcome[] outcomes)
        {
            var patterns = new Pattern[count];
            for (int number = 0; number < count; number++)
            {
                var list = new Outcome[words.Pairs.Length];
                for (int pair = 0; pair < list.Length; pair++)
                {
                    list[pair] = outcomes[U16()];
                }
                patterns[number] = new Pattern(list, words);
            }
            return patterns;
        }

        private TraceStep[][] ReadTraces(int[] ends)
        {
            var traces = new TraceStep[ends.Length][];
            int from = 0;
            for (int row = 0; row < ends.Length; row++)
            {
                var steps = new TraceStep[ends[row] - from];
                for (int step = 0; step < steps.Length; step++)
                {
                    steps[step] = ReadStep();
                }
                traces[row] = steps;
                from = ends[row];
            }
            return traces;
        }

        private TraceStep ReadStep()
        {
            Pair pair = words.Pairs[data[at]];
            string gate = words.Gates[data[at + 1]];
            string effect = data[at + 2] == 0 ? null : words.Effects[data[at + 2] - 1];
            bool assumed = data[at + 3] != 0;
            string reason = words.Reasons[data[at + 4]];
            string confidence = words.Confidences[data[at + 5]];
            at += 8;
            return new TraceStep(
                pair, gate, Text(), Text(), Text(), Text(), effect, reason, confidence, assumed);
        }

        private string Text()
        {
            return texts[Int()];
        }

        private int U16()
        {
            int value = data[at] | data[at + 1] << 8;
            at += 2;
            return value;
        }

        private int Int()
        {
            int value = data[at] | data[at + 1] << 8 | data[at + 2] << 16 | data[at + 3] << 24;
            at += 4;
            return value;
        }
    }
}
