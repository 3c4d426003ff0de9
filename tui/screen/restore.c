// SPDX-License-Identifier: GPL-2.0
/* What gives a terminal back, whole at any time for whatever ends us. */
#include <string.h>

#include "base/alloc.h"
#include "screen/restore.h"

/*
 * A handler freezes before it looks which one is ready: whoever saw it not
 * frozen builds the other one, and the handler's own is not built in again.
 */
struct restore_text *restore_next(struct restore *restore)
{
	struct restore_text *next;

	if (atomic_load(&restore->frozen))
		return NULL;
	next = &restore->texts[!atomic_load(&restore->ready)];
	next->len = 0;
	return next;
}

/* Bytes that a delay takes at the beginning of @text; 0: there is none. */
static size_t delay_len(const char *text)
{
	size_t len = 2, digits;

	if (strncmp(text, "$<", len))
		return 0;
	digits = strspn(text + len, "0123456789.");
	len += digits;
	len += strspn(text + len, "*/");
	return digits && text[len] == '>' ? len + 1 : 0;
}

static void append_char(struct restore_text *next, char c)
{
	next->text = xgrow(next->text, next->len + 1, &next->room, 1);
	next->text[next->len++] = c;
}

void restore_append(struct restore_text *next, const char *text)
{
	size_t delay;

	while (text && *text) {
		delay = delay_len(text);
		if (!delay)
			append_char(next, *text++);
		text += delay;
	}
}

void restore_publish(struct restore *restore)
{
	atomic_store(&restore->ready, !atomic_load(&restore->ready));
}

const struct restore_text *restore_ready(const struct restore *restore)
{
	return &restore->texts[atomic_load(&restore->ready)];
}

void restore_freeze(struct restore *restore)
{
	atomic_store(&restore->frozen, true);
}
