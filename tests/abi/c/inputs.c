// Inputs are only read, only during the call, and not a byte beyond their length: they stand before a
// page that cannot be touched, on one that cannot be written, and are gone after the call.

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host.h"

static size_t page;
static uint8_t *pages;

// The text at the end of a page, without a zero after it.
static const uint8_t *lend(const char *text)
{
    size_t length = strlen(text);
    page = (size_t)sysconf(_SC_PAGESIZE);
    CHECK(length <= page, "%zu bytes", length);
    pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(pages != MAP_FAILED && mprotect(pages + page, page, PROT_NONE) == 0, "no pages");
    uint8_t *bytes = pages + page - length;
    memcpy(bytes, text, length);
    CHECK(mprotect(pages, page, PROT_READ) == 0, "no page that is only read");
    return bytes;
}

// What was lent is there no longer.
static void take_back(void)
{
    CHECK(munmap(pages, 2 * page) == 0, "pages stay");
}

int main(int argc, char **argv)
{
    host_open(argc, argv);
    uint64_t session = 0, job = 0;
    uint8_t *bytes;
    size_t length;
    const char *config = "{\"v\":1}", *words = "{\"v\":1,\"op\":\"words\"}";
    EXPECT(exo.session_open(lend(config), strlen(config), &session, &bytes, &length), EXO_OK);
    take_back();
    EXPECT(exo.call(session, lend(words), strlen(words), &bytes, &length), EXO_OK);
    take_back();
    exo.buf_free(bytes, length);
    // Cut off in the middle: what follows in memory must not complete it.
    EXPECT(exo.call(session, lend(words), strlen(words) - 1, &bytes, &length), EXO_BAD_REQUEST);
    take_back();
    exo.buf_free(bytes, length);

    const char *request = mailboxes("sample", ",\"identities\":[\"kintai@contoso.com\"]");
    EXPECT(exo.job_start(session, lend(request), strlen(request), &job, &bytes, &length), EXO_OK);
    take_back();
    uint32_t rows = 0;
    struct answer end = drain(job, &rows);
    CHECK(rows == 1 && holds(&end, "\"ok\""), "%u rows, %s", rows, end.text);
    release(&end);
    EXPECT(exo.job_close(job), EXO_OK);
    EXPECT(exo.session_close(session), EXO_OK);
    passed("inputs are read within their length, and gone after the call");
}
