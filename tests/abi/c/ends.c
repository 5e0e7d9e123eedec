// A job ends once, says how, and says it again to whoever asks.

#include <string.h>

#include "host.h"

// The answer to the next event that is no progress.
static struct answer event(uint64_t job)
{
    struct answer event = next(job, 60000);
    while (holds(&event, "\"t\":\"progress\"")) {
        release(&event);
        event = next(job, 60000);
    }
    return event;
}

static void expect_event(uint64_t job, int32_t status, const char *const *texts)
{
    struct answer answer = event(job);
    CHECK(answer.status == status, "%d %.300s, where %s was expected", answer.status, answer.text,
          texts[0]);
    for (; *texts != NULL; texts++) {
        CHECK(holds(&answer, *texts), "no %s in %.500s", *texts, answer.text);
    }
    release(&answer);
}

#define EVENT(job, status, ...) expect_event(job, status, (const char *const[]){__VA_ARGS__, NULL})

int main(int argc, char **argv)
{
    host_open(argc, argv);
    uint64_t session = open_session();

    uint64_t job = start(session, mailboxes("sample", ""));
    EVENT(job, EXO_OK, "EXRB");
    EVENT(job, EXO_END, "\"t\":\"end\"", "\"status\":\"ok\"", "\"error\":null");
    CHECK_END(job, "ok");
    EXPECT(exo.job_cancel(job), EXO_OK);
    CHECK_END(job, "ok");
    EXPECT(exo.job_close(job), EXO_OK);

    job = start(session, mailboxes("nowhere", ""));
    EVENT(job, EXO_END, "\"failed\"", "\"Exo.Snapshot.NotAFolder\"", "\"category\":\"ObjectNotFound\"");
    CHECK_END(job, "failed");
    EXPECT(exo.job_close(job), EXO_OK);

    // An item that fails is an event, and no failure of the job.
    job = start(session, mailboxes("sample", ",\"identities\":[\"nobody@contoso.com\"]"));
    EVENT(job, EXO_OK, "\"t\":\"errors\"", "\"Exo.Mailbox.NotFound\"",
          "\"target\":\"nobody@contoso.com\"");
    EVENT(job, EXO_END, "\"ok\"", "\"error\":null");
    CHECK_END(job, "ok");
    EXPECT(exo.job_close(job), EXO_OK);

    job = start(session, mailboxes("sample", ",\"protocols\":[\"Pop\"],\"methods\":[\"Certificate\"]"));
    EVENT(job, EXO_END, "\"failed\"", "\"Exo.Argument.NoSuchPair\"");
    EXPECT(exo.job_close(job), EXO_OK);

    // Findings come before the failure that somebody asked for.
    char request[2048];
    strcpy(request, mailboxes("sample", ",\"failOn\":\"High\""));
    memcpy(strstr(request, "mailboxes"), "readiness", strlen("readiness"));
    job = start(session, request);
    EVENT(job, EXO_OK, "\"t\":\"findings\"", "\"Severity\":\"High\"");
    EVENT(job, EXO_END, "\"failed\"", "\"Exo.Readiness.Failed\"");
    CHECK_END(job, "failed");
    EXPECT(exo.job_close(job), EXO_OK);

    EXPECT(exo.session_close(session), EXO_OK);
    passed("ok and failed, with what came before, and the same end when asked again");
}
