// Every byte of a batch is as native/README.md lays it out: walked from the first to the last, with
// every number inside of what it counts in, and nothing there twice that is said to be there once.

#include <stdlib.h>
#include <string.h>

#include "host.h"

enum { PAIRS = 22, NO_DATE = INT32_MIN };

// Lengths that are none: a text that is null, an address that is the user principal name.
static const uint32_t NO_TEXT = 0xffffffff, AS_USER = 0xfffffffe;

// How many words each list of the operation 'words' has.
static struct {
    uint32_t pairs, verdicts, gates, reasons, confidences, effects;
} words;

static struct {
    unsigned batches, texts, verdicts, patterns, rows, row_texts, steps;
} seen;

// Elements of the array that a document has under a key.
static uint32_t elements(const struct answer *document, const char *key)
{
    const char *at = strstr(document->text, key);
    CHECK(at != NULL, "no %s in %.300s", key, document->text);
    at += strlen(key);
    CHECK(at[0] == '[' && at[1] != ']', "%s is no list with words", key);
    uint32_t count = 1;
    for (int depth = 0;; at++) {
        depth += (*at == '[') - (*at == ']');
        count += depth == 1 && *at == ',';
        if (depth == 0) {
            return count;
        }
    }
}

struct batch {
    const uint8_t *bytes;
    size_t length, at;
    uint32_t rows, texts, text_bytes, verdicts, patterns, steps;
    // Where the ends of shared texts stand, and these texts.
    const uint8_t *ends, *content;
};

// The next bytes, which must be there.
static const uint8_t *take(struct batch *batch, size_t length)
{
    CHECK(length <= batch->length - batch->at, "%zu bytes at %zu of %zu", length, batch->at,
          batch->length);
    const uint8_t *bytes = batch->bytes + batch->at;
    batch->at += length;
    return bytes;
}

static uint16_t u16(const uint8_t *bytes)
{
    return (uint16_t)(bytes[0] | bytes[1] << 8);
}

static uint32_t u32(const uint8_t *bytes)
{
    return u16(bytes) | (uint32_t)u16(bytes + 2) << 16;
}

// Whether these are whole characters of UTF-8 in their shortest form.
static bool is_utf8(const uint8_t *bytes, uint32_t length)
{
    for (uint32_t at = 0; at < length;) {
        uint32_t first = bytes[at++];
        uint32_t more = first < 0x80 ? 0 : first < 0xc2 ? 9 : first < 0xe0 ? 1 : first < 0xf0 ? 2
                      : first < 0xf5 ? 3 : 9;
        if (more > length - at) {
            return false;
        }
        uint32_t letter = more == 0 ? first : first & (0x3f >> more);
        for (uint32_t byte = 0; byte < more; byte++, at++) {
            if ((bytes[at] & 0xc0) != 0x80) {
                return false;
            }
            letter = letter << 6 | (bytes[at] & 0x3f);
        }
        if ((more == 2 && letter < 0x800) || (more == 3 && (letter < 0x10000 || letter > 0x10ffff)) ||
            (letter >= 0xd800 && letter < 0xe000)) {
            return false;
        }
    }
    return true;
}

// Where a shared text, counted from 1, begins; how long it is.
static const uint8_t *text(const struct batch *batch, uint32_t number, uint32_t *length)
{
    uint32_t start = number == 1 ? 0 : u32(batch->ends + (size_t)(number - 2) * 4);
    *length = u32(batch->ends + (size_t)(number - 1) * 4) - start;
    return batch->content + start;
}

static void walk(const uint8_t *bytes, size_t length, bool traced)
{
    struct batch batch = {.bytes = bytes, .length = length};
    CHECK(memcmp(take(&batch, 4), "EXRB", 4) == 0, "no batch");
    CHECK(u16(take(&batch, 2)) == 1, "another layout");
    CHECK(u16(take(&batch, 2)) == PAIRS, "another number of pairs");
    uint32_t *counts[] = {&batch.rows,     &batch.texts,    &batch.text_bytes,
                          &batch.verdicts, &batch.patterns, &batch.steps};
    for (size_t count = 0; count < sizeof counts / sizeof *counts; count++) {
        *counts[count] = u32(take(&batch, 4));
    }
    CHECK(batch.rows >= 1 && batch.rows <= 512, "%u rows", batch.rows);
    CHECK(batch.patterns >= 1 && batch.patterns <= batch.rows, "%u patterns, %u rows", batch.patterns,
          batch.rows);
    CHECK(traced == (batch.steps > 0), "%u steps", batch.steps);

    batch.ends = take(&batch, (size_t)batch.texts * 4);
    uint32_t end = 0;
    for (uint32_t number = 1; number <= batch.texts; number++) {
        uint32_t next_end = u32(batch.ends + (size_t)(number - 1) * 4);
        CHECK(next_end >= end, "text %u ends at %u, the one before at %u", number, next_end, end);
        end = next_end;
    }
    CHECK(end == batch.text_bytes, "the texts end at %u of %u", end, batch.text_bytes);
    batch.content = take(&batch, batch.text_bytes);
    bool *used = calloc((size_t)batch.texts + 1, sizeof *used);
    for (uint32_t number = 1; number <= batch.texts; number++) {
        uint32_t own, length_of_other;
        const uint8_t *start = text(&batch, number, &own);
        CHECK(is_utf8(start, own), "text %u is not UTF-8", number);
        for (uint32_t other = 1; other < number; other++) {
            const uint8_t *start_of_other = text(&batch, other, &length_of_other);
            CHECK(own != length_of_other || memcmp(start, start_of_other, own) != 0,
                  "'%.*s' is text %u and text %u", (int)own, (const char *)start, other, number);
        }
    }

    const uint8_t *verdicts = take(&batch, (size_t)batch.verdicts * 12);
    for (uint32_t number = 0; number < batch.verdicts; number++) {
        const uint8_t *verdict = verdicts + (size_t)number * 12;
        CHECK(verdict[0] < words.verdicts && verdict[1] < words.gates && verdict[2] < words.reasons &&
                  verdict[3] < words.confidences,
              "verdict %u has words %u, %u, %u, %u", number, verdict[0], verdict[1], verdict[2],
              verdict[3]);
        CHECK(u16(verdict + 4) >> words.gates == 0, "verdict %u assumes %x", number, u16(verdict + 4));
        CHECK(u16(verdict + 6) == 0, "verdict %u has something unused", number);
        int32_t day = (int32_t)u32(verdict + 8);
        // Days of this century, or none.
        CHECK(day == NO_DATE || (day > 10957 && day < 47482), "verdict %u changes on day %d", number,
              day);
        for (uint32_t other = 0; other < number; other++) {
            CHECK(memcmp(verdicts + (size_t)other * 12, verdict, 12) != 0, "verdict %u is %u", number,
                  other);
        }
    }
    const uint8_t *patterns = take(&batch, (size_t)batch.patterns * PAIRS * 2);
    for (uint32_t number = 0; number < batch.patterns; number++) {
        const uint8_t *pattern = patterns + (size_t)number * PAIRS * 2;
        for (uint32_t pair = 0; pair < PAIRS; pair++) {
            CHECK(u16(pattern + (size_t)pair * 2) < batch.verdicts, "pattern %u has verdict %u of %u",
                  number, u16(pattern + (size_t)pair * 2), batch.verdicts);
        }
        for (uint32_t other = 0; other < number; other++) {
            CHECK(memcmp(patterns + (size_t)other * PAIRS * 2, pattern, PAIRS * 2) != 0,
                  "pattern %u is %u", number, other);
        }
    }

    uint32_t steps = 0;
    bool *patterns_used = calloc(batch.patterns, sizeof *patterns_used);
    for (uint32_t row = 0; row < batch.rows; row++) {
        const uint8_t *fields = take(&batch, 32);
        uint32_t lengths[4];
        for (int field = 0; field < 4; field++) {
            lengths[field] = u32(fields + field * 4);
            // Only the address, the third, can be the name.
            CHECK(lengths[field] != AS_USER || field == 2, "row %u has a text that is its name", row);
        }
        CHECK(lengths[2] != AS_USER || lengths[1] != NO_TEXT, "the address of row %u is no name", row);
        for (int field = 4; field < 6; field++) {
            uint32_t number = u32(fields + field * 4);
            CHECK(number <= batch.texts, "row %u has text %u of %u", row, number, batch.texts);
            used[number] = true;
        }
        uint32_t pattern = u32(fields + 24);
        CHECK(pattern < batch.patterns, "row %u has pattern %u of %u", row, pattern, batch.patterns);
        patterns_used[pattern] = true;
        uint32_t steps_end = u32(fields + 28);
        CHECK(steps_end >= steps && steps_end <= batch.steps && (steps_end > steps) == traced,
              "the steps of row %u end at %u after %u of %u", row, steps_end, steps, batch.steps);
        steps = steps_end;
        for (int field = 0; field < 4; field++) {
            if (lengths[field] < AS_USER) {
                const uint8_t *own = take(&batch, lengths[field]);
                CHECK(is_utf8(own, lengths[field]), "a text of row %u is not UTF-8", row);
                seen.row_texts++;
            }
        }
    }
    CHECK(steps == batch.steps, "the rows have %u of %u steps", steps, batch.steps);
    for (uint32_t number = 0; number < batch.patterns; number++) {
        CHECK(patterns_used[number], "no row has pattern %u", number);
    }
    for (uint32_t step = 0; step < batch.steps; step++) {
        const uint8_t *fields = take(&batch, 24);
        CHECK(fields[0] < words.pairs && fields[1] < words.gates && fields[2] <= words.effects &&
                  fields[3] <= 1 && fields[4] < words.reasons && fields[5] < words.confidences,
              "step %u has words %u, %u, %u, %u, %u, %u", step, fields[0], fields[1], fields[2],
              fields[3], fields[4], fields[5]);
        CHECK(u16(fields + 6) == 0, "step %u has something unused", step);
        for (int field = 0; field < 4; field++) {
            uint32_t number = u32(fields + 8 + field * 4);
            CHECK(number >= 1 && number <= batch.texts, "step %u has text %u of %u", step, number,
                  batch.texts);
            used[number] = true;
        }
    }
    for (uint32_t number = 1; number <= batch.texts; number++) {
        CHECK(used[number], "nothing has text %u", number);
    }
    CHECK(batch.at == batch.length, "%zu bytes after the last step", batch.length - batch.at);
    free(used);
    free(patterns_used);
    seen.batches++;
    seen.texts += batch.texts;
    seen.verdicts += batch.verdicts;
    seen.patterns += batch.patterns;
    seen.rows += batch.rows;
    seen.steps += batch.steps;
}

// Walks every batch of a job; gives the number of rows.
static uint32_t walk_all(uint64_t session, const char *request, bool traced)
{
    uint64_t job = start(session, request);
    uint32_t rows = 0;
    for (struct answer event;; release(&event)) {
        event = next(job, 60000);
        if (event.status == EXO_END) {
            CHECK(holds(&event, "\"ok\""), "%s", event.text);
            release(&event);
            break;
        }
        EXPECT(event.status, EXO_OK);
        if (event.text[0] != '{') {
            // In memory of exactly its size, so that a checked build sees a byte beyond.
            uint8_t *exact = malloc(event.length);
            memcpy(exact, event.text, event.length);
            walk(exact, event.length, traced);
            free(exact);
            rows += rows_of(&event);
        }
    }
    EXPECT(exo.job_close(job), EXO_OK);
    return rows;
}

int main(int argc, char **argv)
{
    host_open(argc, argv);
    uint64_t session = open_session();
    struct answer lists = call(session, "{\"v\":1,\"op\":\"words\"}");
    EXPECT(lists.status, EXO_OK);
    words.pairs = elements(&lists, "\"pairs\":");
    words.verdicts = elements(&lists, "\"verdicts\":");
    words.gates = elements(&lists, "\"gates\":");
    words.reasons = elements(&lists, "\"reasons\":");
    words.confidences = elements(&lists, "\"confidences\":");
    words.effects = elements(&lists, "\"effects\":");
    release(&lists);
    CHECK(words.pairs == PAIRS && words.gates <= 16, "%u pairs, %u gates", words.pairs, words.gates);

    uint32_t rows = walk_all(session, mailboxes("sample", ""), false);
    CHECK(rows == 60, "%u rows of the sample", rows);
    rows = walk_all(session, mailboxes("sample", ",\"trace\":true"), true);
    CHECK(rows == 60, "%u rows of the sample with traces", rows);
    rows = walk_all(session, mailboxes("single", ",\"protocols\":[\"Smtp\"],\"trace\":true"), true);
    CHECK(rows == 1, "%u rows of one", rows);
    rows = walk_all(session, mailboxes("five", ",\"methods\":[\"Basic\"],\"trace\":true"), true);
    CHECK(rows == 4 * 512 + 1, "%u rows of five batches with traces", rows);
    rows = walk_all(session, mailboxes("wide", ""), false);
    CHECK(rows == 20000, "%u of 20,000 rows", rows);
    EXPECT(exo.session_close(session), EXO_OK);
    passed("%u batches: %u rows with %u texts, %u shared texts, %u verdicts, %u patterns, %u steps",
           seen.batches, seen.rows, seen.row_texts, seen.texts, seen.verdicts, seen.patterns, seen.steps);
}
