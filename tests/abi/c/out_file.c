// A job that writes a file hands over no rows. The file is there when the job has ended well, and
// nothing of it where the job was cancelled.

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host.h"

static unsigned files(const char *folder)
{
    DIR *entries = opendir(folder);
    CHECK(entries != NULL, "no folder %s", folder);
    unsigned count = 0;
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        count += entry->d_name[0] != '.';
    }
    closedir(entries);
    return count;
}

int main(int argc, char **argv)
{
    host_open(argc, argv);
    uint64_t session = open_session();
    const char *temporary = getenv("TMPDIR");
    char folder[512], file[600], more[700];
    snprintf(folder, sizeof folder, "%s/exo-out-XXXXXX", temporary == NULL ? "/tmp" : temporary);
    CHECK(mkdtemp(folder) != NULL, "no folder %s", folder);
    snprintf(file, sizeof file, "%s/rows.ndjson", folder);
    snprintf(more, sizeof more, ",\"outFile\":\"%s\"", file);

    // Early, and when the file is there in part.
    for (unsigned wait = 0; wait < 30; wait += 3) {
        uint64_t job = start(session, mailboxes("wide", more));
        pause_ms(wait);
        EXPECT(exo.job_cancel(job), EXO_OK);
        CHECK_END(job, "cancelled");
        settle(1);
        CHECK(files(folder) == 0, "%u files of a job that was cancelled", files(folder));
        EXPECT(exo.job_close(job), EXO_OK);
    }
    uint32_t rows = 0;
    uint64_t job = start(session, mailboxes("wide", more));
    struct answer end = drain(job, &rows);
    CHECK(holds(&end, "\"ok\"") && rows == 0, "%u rows beside a file, %s", rows, end.text);
    release(&end);
    struct stat written;
    CHECK(stat(file, &written) == 0 && written.st_size > 1000000, "no file of 20,000 mailboxes");
    CHECK(files(folder) == 1, "%u files", files(folder));
    EXPECT(exo.job_close(job), EXO_OK);
    EXPECT(exo.session_close(session), EXO_OK);
    CHECK(unlink(file) == 0 && rmdir(folder) == 0, "the folder stays");
    passed("a file when the job has ended, nothing when it was cancelled");
}
