// A process may end while jobs work, wait for room, or are waited for.

#include "host.h"

int main(int argc, char **argv)
{
    host_open(argc, argv);
    uint64_t session = open_session();
    uint64_t asked = start(session, mailboxes("sample", ""));
    struct answer end = drain(asked, NULL);
    release(&end);
    start(session, mailboxes("five", ""));
    static struct waiter waiter;
    need_hooks();
    wait_inside(&waiter, start(session, "{\"v\":1,\"op\":\"test.wait\"}"));
    start(session, "{\"v\":1,\"op\":\"test.flood\"}");
    start(session, mailboxes("wide", ""));
    passed("the process ends with four jobs and one who waits");
}
