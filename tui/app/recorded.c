// SPDX-License-Identifier: GPL-2.0
/* What a recording says of itself, in the words of help. */
#include <stdio.h>
#include <string.h>

#include "app/recorded.h"
#include "app/wall.h"
#include "common/format.h"

/* "2026-11-27 23:58:12 - 2026-11-28 00:03:40": the second date if need be. */
static void span_text(int64_t from, int64_t to, char *buf, size_t len)
{
	char begin[32], end[32], day[16];

	wall_text_of(from, "%Y-%m-%d %H:%M:%S", begin, sizeof(begin));
	wall_text_of(from, "%Y-%m-%d", day, sizeof(day));
	wall_text_of(to, "%Y-%m-%d", end, sizeof(end));
	wall_text_of(to, strcmp(day, end) ? "%Y-%m-%d %H:%M:%S" : "%H:%M:%S",
		     end, sizeof(end));
	snprintf(buf, len, "%s - %s", begin, end);
}

void recorded_about(const struct recording_reader *reader, const char *path,
		    struct view_recorded *recorded)
{
	const struct recording_header *header = recording_header(reader);
	size_t nr = recording_nr(reader);
	const struct recording_frame *first = recording_frame(reader, 0);
	const struct recording_frame *last = recording_frame(reader, nr - 1);
	const char *name = strrchr(path, '/');
	char length[FORMAT_MAX];

	snprintf(recorded->file, sizeof(recorded->file), "recording %s",
		 name ? name + 1 : path);
	snprintf(recorded->source, sizeof(recorded->source),
		 "of %s on Linux %s", header->source, header->release);
	span_text(first->wall_s, last->wall_s, recorded->span,
		  sizeof(recorded->span));
	format_age(length, sizeof(length), last->time_ns - first->time_ns);
	snprintf(recorded->length, sizeof(recorded->length), "%s, %zu sample%s",
		 length, nr, nr == 1 ? "" : "s");
}
