// What Get-ExoMailboxAuthState emits. Words are plain strings: what a view shows is what
// Where-Object compares.

using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using ExoModernAuth.Interop.V1;

namespace ExoModernAuth
{
    /// <summary>A mailbox with its 22 verdicts.</summary>
    public sealed class MailboxAuthState
    {
        private readonly RowText text;
        private readonly Pattern pattern;
        private VerdictList verdicts;

        internal MailboxAuthState(
            RowText text, string recipientTypeDetails, string authenticationPolicy, Pattern pattern)
        {
            this.text = text;
            RecipientTypeDetails = recipientTypeDetails;
            AuthenticationPolicy = authenticationPolicy;
            this.pattern = pattern;
        }

        public string Identity { get { return text.Get(0); } }
        public string UserPrincipalName { get { return text.Get(1); } }
        public string PrimarySmtpAddress { get { return text.Get(2); } }
        public string DisplayName { get { return text.Get(3); } }
        public string RecipientTypeDetails { get; private set; }
        public string AuthenticationPolicy { get; private set; }

        /// <summary>The verdicts that were asked for, made when they are first looked at.</summary>
        public VerdictList Verdicts
        {
            get
            {
                if (verdicts == null)
                {
                    verdicts = pattern.Expand(this);
                }
                return verdicts;
            }
        }

        public string MapiHttpBasic { get { return pattern.Word(0); } }
        public string MapiHttpOAuth { get { return pattern.Word(1); } }
        public string EwsBasic { get { return pattern.Word(2); } }
        public string EwsOAuth { get { return pattern.Word(3); } }
        public string EwsAppOnly { get { return pattern.Word(4); } }
        public string ActiveSyncBasic { get { return pattern.Word(5); } }
        public string ActiveSyncOAuth { get { return pattern.Word(6); } }
        public string ActiveSyncCertificate { get { return pattern.Word(7); } }
        public string ImapBasic { get { return pattern.Word(8); } }
        public string ImapOAuth { get { return pattern.Word(9); } }
        public string ImapAppOnly { get { return pattern.Word(10); } }
        public string PopBasic { get { return pattern.Word(11); } }
        public string PopOAuth { get { return pattern.Word(12); } }
        public string PopAppOnly { get { return pattern.Word(13); } }
        public string SmtpBasic { get { return pattern.Word(14); } }
        public string SmtpOAuth { get { return pattern.Word(15); } }
        public string SmtpAppOnly { get { return pattern.Word(16); } }
        public string AutodiscoverBasic { get { return pattern.Word(17); } }
        public string AutodiscoverOAuth { get { return pattern.Word(18); } }
        public string OutlookWebOAuth { get { return pattern.Word(19); } }
        public string PowerShellBasic { get { return pattern.Word(20); } }
        public string PowerShellOAuth { get { return pattern.Word(21); } }

        public override string ToString()
        {
            return UserPrincipalName ?? PrimarySmtpAddress ?? Identity ?? "";
        }
    }

    /// <summary>The verdict on one protocol and method of one mailbox.</summary>
    public sealed class AuthVerdict
    {
        private readonly Outcome outcome;
        private readonly MailboxAuthState mailbox;
        private readonly Pair pair;

        internal AuthVerdict(MailboxAuthState mailbox, Pair pair, Outcome outcome)
        {
            this.mailbox = mailbox;
            this.pair = pair;
            this.outcome = outcome;
        }

        public string Identity { get { return mailbox.Identity; } }
        public string UserPrincipalName { get { return mailbox.UserPrincipalName; } }
        public string Protocol { get { return pair.Protocol; } }
        public string Method { get { return pair.Method; } }
        public string Verdict { get { return outcome.Verdict; } }
        public string DecidedBy { get { return outcome.DecidedBy; } }
        public string Reason { get { return outcome.Reason; } }
        public string Confidence { get { return outcome.Confidence; } }
        public DateTime? ChangesOn { get { return outcome.ChangesOn; } }
        public WordList Assumed { get { return outcome.Assumed; } }

        public override string ToString()
        {
            return pair.Name + "=" + outcome.Verdict + "(" + outcome.Reason + ")";
        }
    }

    /// <summary>Verdicts; as text they are one line, so that Export-Csv keeps them.</summary>
    public sealed class VerdictList : ReadOnlyCollection<AuthVerdict>
    {
        internal VerdictList(IList<AuthVerdict> list) : base(list)
        {
        }

        public override string ToString()
        {
            return string.Join("; ", this);
        }
    }

    /// <summary>One gate that was consulted, or one value that it read.</summary>
    public sealed class TraceStep
    {
        internal TraceStep(
            Pair pair, string gate, string source, string obj, string property, string value,
            string effect, string reason, string confidence, bool assumed)
        {
            Protocol = pair.Protocol;
            Method = pair.Method;
            Gate = gate;
            Source = source;
            Object = obj;
            Property = property;
            Value = value;
            Effect = effect;
            Reason = reason;
            Confidence = confidence;
            Assumed = assumed;
        }

        public string Protocol { get; private set; }
        public string Method { get; private set; }
        public string Gate { get; private set; }
        public string Source { get; private set; }
        public string Object { get; private set; }
        public string Property { get; private set; }
        public string Value { get; private set; }

        /// <summary>Pass, Block, Conditional or Unknown; null on a step that only tells a value.</summary>
        public string Effect { get; private set; }
        public string Reason { get; private set; }
        public string Confidence { get; private set; }
        public bool Assumed { get; private set; }

        public override string ToString()
        {
            string text = Protocol + Method + " " + Gate;
            if (Property.Length > 0)
            {
                text += ": " + Source + " [" + Object + "] " + Property + " = " + Value;
            }
            if (Effect != null)
            {
                text += " -> " + Effect;
            }
            return Assumed ? text + " (Assumed)" : text;
        }
    }

    /// <summary>Words; as text they stand side by side, so that Export-Csv keeps them.</summary>
    public sealed class WordList : ReadOnlyCollection<string>
    {
        public WordList(IList<string> list) : base(list)
        {
        }

        public override string ToString()
        {
            return string.Join(", ", this);
        }
    }
}
