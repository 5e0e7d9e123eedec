#!/usr/bin/env python3
"""How many mailboxes have SMTP AUTH with Basic open? Answered with the standard library alone.

A peer of the ExoModernAuth benchmark: the script an Exchange admin who knows Python would write.
It answers an easier question than the product does: Conditional Access, security defaults, the
calendar and per-user MFA are left out; a key that is absent counts as null; a mailbox without a
user row has the organization's policy; an unknown policy and an unread account state block nothing
(where the product may say Unknown). Ids are taken as unique within a file and compared as written.
"""
import json
import os
import resource
import sys
import time

FILES = ("transport.json", "organization.json", "authentication-policies.ndjson",
         "users.ndjson", "directory-users.ndjson", "cas-mailboxes.ndjson")


def document(path):
    """A settings object; PowerShell may have written it as an array of one, and with a BOM."""
    with open(path, encoding="utf-8-sig") as file:
        value = json.load(file)
    return value[0] if isinstance(value, list) else value


def rows(path):
    with open(path, encoding="utf-8-sig") as file:
        for line in file:
            yield json.loads(line)


def count_open(transport, organization, policies, users, directory, mailboxes):
    """Returns the number of mailboxes, and of those with SMTP AUTH with Basic open."""
    open_by_default = document(transport).get("SmtpClientAuthenticationDisabled") is False
    default_policy = document(organization).get("DefaultAuthenticationPolicy")
    blocking = {(row.get("Name") or "").lower() for row in rows(policies)
                if row.get("AllowBasicAuthSmtp") is False}
    own_policy = {row.get("ExternalDirectoryObjectId"): row["AuthenticationPolicy"]
                  for row in rows(users) if row.get("AuthenticationPolicy")}
    disabled = {row.get("id") for row in rows(directory) if row.get("accountEnabled") is False}
    own_policy.pop(None, None)  # rows without an id belong to no mailbox
    disabled.discard(None)

    total = opened = 0
    for mailbox in rows(mailboxes):
        total += 1
        switch = mailbox.get("SmtpClientAuthenticationDisabled")
        if not (switch is False or (switch is None and open_by_default)):
            continue
        user = mailbox.get("ExternalDirectoryObjectId")
        policy = own_policy.get(user, default_policy)
        if user not in disabled and not (policy and policy.lower() in blocking):
            opened += 1
    return total, opened


def main():
    if len(sys.argv) != 2:
        print("Usage: python_smtp.py SNAPSHOT", file=sys.stderr)
        return 2
    paths = [os.path.join(sys.argv[1], name) for name in FILES]
    for path in paths:
        if not os.path.isfile(path):
            print(f"The snapshot has no file {path}.", file=sys.stderr)
            return 2
    start = time.perf_counter()
    mailboxes, opened = count_open(*paths)
    seconds = time.perf_counter() - start
    # Linux hands the peak of a process on through exec: a large caller must fork from a shell.
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    print(json.dumps({"peer": "python", "version": sys.version.split()[0], "mailboxes": mailboxes,
                      "open": opened, "seconds": round(seconds, 3), "peakRssBytes": peak}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
