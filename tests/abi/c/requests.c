// A request that is not as described is an error that says so, and nothing else happens.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

struct request {
    int32_t status;
    const char *text;
};

// Wrong for exo_call and exo_job_start alike.
static const struct request wrong[] = {
    {EXO_BAD_UTF8, "\xff"},
    {EXO_BAD_UTF8, "{\"v\":1,\"op\":\"\x80\"}"},
    {EXO_BAD_UTF8, "{\"v\":1,\"op\":\"\xe6\x97\"}"},     // cut off
    {EXO_BAD_UTF8, "{\"v\":1,\"op\":\"\xc0\xaf\"}"},     // longer than it needs to be
    {EXO_BAD_UTF8, "{\"v\":1,\"op\":\"\xed\xa0\x80\"}"}, // half of a pair
    {EXO_BAD_UTF8, "{\"v\":1,\"op\":\"\xf5\x80\x80\x80\"}"},
    {EXO_BAD_REQUEST, "\xef\xbb\xbf{\"v\":1,\"op\":\"words\"}"}, // a byte order mark
    {EXO_BAD_REQUEST, ""},
    {EXO_BAD_REQUEST, " "},
    {EXO_BAD_REQUEST, "{"},
    {EXO_BAD_REQUEST, "null"},
    {EXO_BAD_REQUEST, "\"words\""},
    {EXO_BAD_REQUEST, "{}"},
    {EXO_BAD_REQUEST, "{\"v\":1}"},
    {EXO_BAD_REQUEST, "{\"op\":\"words\"}"},
    {EXO_BAD_REQUEST, "{\"v\":\"1\",\"op\":\"words\"}"},
    {EXO_BAD_REQUEST, "{\"v\":-1,\"op\":\"words\"}"},
    {EXO_BAD_REQUEST, "{\"v\":1.5,\"op\":\"words\"}"},
    {EXO_BAD_REQUEST, "{\"v\":1,\"op\":null}"},
    {EXO_BAD_REQUEST, "{\"v\":1,\"op\":\"words\"}}"},
    {EXO_BAD_REQUEST, "{\"v\":1,\"op\":\"words\",}"},
    {EXO_BAD_REQUEST, "{\"v\":1,\"op\":\"words\",\"op\":\"words\"}"},
    {EXO_BAD_REQUEST, "{\"v\":1,\"op\":\"words\",\"arg\":{}}"}, // a field that is not known
    {EXO_BAD_REQUEST, "{\"v\":1,\"op\":\"words\",\"V\":1}"},
    {EXO_BAD_REQUEST, "{\"v\":1,\"op\":\"words\",\"language\":1}"},
    {EXO_BAD_REQUEST, "{\"v\":1,\"op\":\"w\nords\"}"},
    {EXO_BAD_REQUEST, "{\"v\":1,\"op\":\"\\ud800\"}"},
    {EXO_VERSION, "{\"v\":0,\"op\":\"words\"}"},
    {EXO_VERSION, "{\"v\":2,\"op\":\"words\"}"},
    {EXO_VERSION, "{\"v\":18446744073709551615,\"op\":\"words\"}"},
    {EXO_UNKNOWN_OPERATION, "{\"v\":1,\"op\":\"\"}"},
    {EXO_UNKNOWN_OPERATION, "{\"v\":1,\"op\":\"nothing\"}"},
    {EXO_UNKNOWN_OPERATION, "{\"v\":1,\"op\":\"Words\"}"},
    {EXO_UNKNOWN_OPERATION, "{\"v\":1,\"op\":\"words\\u0000\"}"},
};

// Wrong for exo_call.
static const struct request wrong_calls[] = {
    {EXO_UNKNOWN_OPERATION, "{\"v\":1,\"op\":\"mailboxes\",\"args\":{}}"},
    {EXO_UNKNOWN_OPERATION, "{\"v\":1,\"op\":\"readiness\",\"args\":{}}"},
    {EXO_BAD_REQUEST, "{\"v\":1,\"op\":\"deadlines\"}"},
    {EXO_BAD_REQUEST, "{\"v\":1,\"op\":\"deadlines\",\"args\":[]}"},
    {EXO_BAD_REQUEST, "{\"v\":1,\"op\":\"deadlines\",\"args\":{\"asOf\":20261125}}"},
    {EXO_BAD_REQUEST, "{\"v\":1,\"op\":\"deadlines\",\"args\":{\"asof\":\"2026-11-25\"}}"},
    {EXO_BAD_REQUEST,
     "{\"v\":1,\"op\":\"deadlines\",\"args\":{\"asOf\":\"2026-11-25\",\"more\":null}}"},
    {EXO_BAD_REQUEST, "{\"v\":1,\"op\":\"error\",\"args\":{\"name\":\"Exo.Nothing\"}}"},
    {EXO_BAD_REQUEST,
     "{\"v\":1,\"op\":\"error\",\"args\":{\"name\":\"Exo.Native.Busy\",\"more\":1}}"},
};

// Wrong for exo_job_start.
static const struct request wrong_jobs[] = {
    {EXO_UNKNOWN_OPERATION, "{\"v\":1,\"op\":\"words\"}"},
    {EXO_BAD_REQUEST, "{\"v\":1,\"op\":\"mailboxes\"}"},
    {EXO_BAD_REQUEST, "{\"v\":1,\"op\":\"mailboxes\",\"args\":{\"tenant\":{}}}"},
    {EXO_BAD_REQUEST, "{\"v\":1,\"op\":\"mailboxes\",\"args\":{\"tenant\":{\"snapshot\":\"x\","
                      "\"asOf\":\"2026-11-25\",\"smtpBasicReenabled\":null,\"more\":1}}}"},
    {EXO_BAD_REQUEST, "{\"v\":1,\"op\":\"mailboxes\",\"args\":{\"tenant\":{\"snapshot\":\"x\","
                      "\"asOf\":\"2026-11-25\",\"smtpBasicReenabled\":\"false\"}}}"},
    {EXO_BAD_REQUEST, "{\"v\":1,\"op\":\"mailboxes\",\"args\":{\"tenant\":{\"snapshot\":\"x\","
                      "\"asOf\":\"2026-11-25\",\"smtpBasicReenabled\":null},\"outfile\":\"x\"}}"},
    {EXO_BAD_REQUEST, "{\"v\":1,\"op\":\"mailboxes\",\"args\":{\"tenant\":[\"x\",\"2026-11-25\",null]}}"},
    {EXO_BAD_REQUEST, "{\"v\":1,\"op\":\"readiness\",\"args\":{\"tenant\":{\"snapshot\":\"x\","
                      "\"asOf\":\"2026-11-25\",\"smtpBasicReenabled\":null},\"trace\":true}}"},
};

static uint64_t session;

static void ask(const struct request *request)
{
    CHECK_ERROR(call(session, request->text), request->status, request->text);
}

static void begin(const struct request *request)
{
    uint64_t job = 0;
    uint8_t *bytes;
    size_t length;
    int32_t status = exo.job_start(session, (const uint8_t *)request->text, strlen(request->text),
                                   &job, &bytes, &length);
    CHECK_ERROR(answer(status, bytes, length), request->status, request->text);
    CHECK(job == 0, "a job for %s", request->text);
}

int main(int argc, char **argv)
{
    host_open(argc, argv);
    session = open_session();
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ask(&wrong[i]);
        begin(&wrong[i]);
    }
    for (size_t i = 0; i < sizeof wrong_calls / sizeof *wrong_calls; i++) {
        ask(&wrong_calls[i]);
    }
    for (size_t i = 0; i < sizeof wrong_jobs / sizeof *wrong_jobs; i++) {
        begin(&wrong_jobs[i]);
    }

    // So deep that a reader which follows every bracket would end the process.
    size_t depth = 1000000;
    char *deep = malloc(depth + 64);
    int at = sprintf(deep, "{\"v\":1,\"op\":\"words\",\"args\":");
    memset(deep + at, '[', depth);
    deep[(size_t)at + depth] = '\0';
    struct answer answer = call(session, deep);
    CHECK_ERROR(answer, EXO_BAD_REQUEST, "a million brackets");
    free(deep);

    // The errors of a request are told in its language, where it could be read.
    struct answer english = call(session, "{\"v\":1,\"op\":\"nothing\",\"language\":\"en\"}");
    struct answer japanese = call(session, "{\"v\":1,\"op\":\"nothing\",\"language\":\"ja\"}");
    CHECK(strcmp(english.text, japanese.text) != 0, "both in one language: %s", english.text);
    CHECK_ERROR(english, EXO_UNKNOWN_OPERATION, "in English");
    CHECK_ERROR(japanese, EXO_UNKNOWN_OPERATION, "in Japanese");

    struct answer words = call(session, "{\"v\":1,\"op\":\"words\",\"language\":null,\"args\":null}");
    EXPECT(words.status, EXO_OK);
    release(&words);
    CHECK(threads() == 1, "a wrong request has started a thread");
    EXPECT(exo.session_close(session), EXO_OK);
    passed("%zu wrong requests, each an error of its kind",
           2 * (sizeof wrong / sizeof *wrong) + sizeof wrong_calls / sizeof *wrong_calls +
               sizeof wrong_jobs / sizeof *wrong_jobs);
}
