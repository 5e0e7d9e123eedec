// Nothing runs at load, and nothing stays behind: no thread, no signal handler. The library is not
// unloaded, and once loaded by its path it is found by its name.

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include "host.h"

// The signals of this process that are blocked, ignored and caught.
static void signals(char *into, size_t size)
{
    FILE *file = fopen("/proc/self/status", "r");
    CHECK(file != NULL, "no /proc/self/status");
    size_t used = 0;
    for (char line[256]; fgets(line, sizeof line, file) != NULL;) {
        if (strncmp(line, "SigBlk", 6) == 0 || strncmp(line, "SigIgn", 6) == 0 ||
            strncmp(line, "SigCgt", 6) == 0) {
            used += (size_t)snprintf(into + used, size - used, "%s", line);
        }
    }
    fclose(file);
}

static void *nothing(void *argument)
{
    return argument;
}

int main(int argc, char **argv)
{
    // The C library catches a signal of its own from the first thread on.
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, nothing, NULL) == 0, "no thread");
    pthread_join(thread, NULL);

    char before[256], after[256];
    signals(before, sizeof before);
    unsigned threads_before = threads();
    // Closed before anything was called, so that nothing else holds it.
    void *early = dlopen(argc > 1 ? argv[1] : "", RTLD_NOW);
    CHECK(early != NULL && dlclose(early) == 0, "%s", dlerror());
    CHECK(dlopen(argv[1], RTLD_NOW | RTLD_NOLOAD) != NULL, "the library was unloaded");
    host_open(argc, argv);
    CHECK(threads() == threads_before, "loading makes %u threads of %u", threads(), threads_before);
    signals(after, sizeof after);
    CHECK(strcmp(before, after) == 0, "loading changes signals:\n%s%s", before, after);

    exo.abi_version();
    uint64_t session = open_session();
    struct answer words = call(session, "{\"v\":1,\"op\":\"words\"}");
    EXPECT(words.status, EXO_OK);
    release(&words);
    CHECK(threads() == threads_before, "a call makes %u threads of %u", threads(), threads_before);

    uint64_t job = start(session, mailboxes("sample", ""));
    struct answer end = drain(job, NULL);
    CHECK(holds(&end, "\"ok\""), "%s", end.text);
    release(&end);
    settle(threads_before);
    signals(after, sizeof after);
    CHECK(strcmp(before, after) == 0, "a job changes signals:\n%s%s", before, after);

    void *by_name = dlopen("libexo_native.so", RTLD_NOW | RTLD_NOLOAD);
    CHECK(by_name != NULL, "loaded by its path, it is not found by its name");
    EXPECT(exo.job_close(job), EXO_OK);
    EXPECT(exo.session_close(session), EXO_OK);
    passed("one thread after loading and after a job; closed, it is still there");
}
