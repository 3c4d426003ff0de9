// SPDX-License-Identifier: GPL-2.0
/* Numbers with their words, in the columns that all headers share. */
#include <stdio.h>

#include "base/text.h"
#include "common/format.h"
#include "view/readout.h"

/* Where the first number ends, the second one, and the percentage. */
#define FIRST_END 14
#define SECOND_END 30
#define PERCENT_END 36

static void draw(struct screen *screen, int end, int y, int width, bool known,
		 const char *text)
{
	screen_text_right(screen, end - width + 1, y, width,
			  known ? ROLE_TEXT : ROLE_UNKNOWN, text);
}

static void draw_size(struct screen *screen, int end, int y, bool known,
		      uint64_t bytes)
{
	char text[FORMAT_MAX] = "?";

	if (known)
		format_size(text, sizeof(text), bytes);
	draw(screen, end, y, 6, known, text);
}

static void draw_rate(struct screen *screen, int end, int y, bool known,
		      uint64_t count)
{
	char number[FORMAT_MAX] = "?", text[FORMAT_MAX + 2];

	if (known)
		format_count(number, sizeof(number), count, 6);
	snprintf(text, sizeof(text), "%s/s", number);
	draw(screen, end, y, 8, known, text);
}

void readout_sizes(struct screen *screen, int y,
		   const struct readout_sizes *sizes)
{
	bool both = sizes->promised_known && sizes->used_known;
	char percent[FORMAT_MAX] = "?";

	readout_size(screen, y, sizes->promised_word, sizes->promised_known,
		     sizes->promised);
	screen_text(screen, READOUT_SECOND_X, y, TO_EDGE, ROLE_TEXT,
		    sizes->used_word);
	draw_size(screen, SECOND_END, y, sizes->used_known, sizes->used);
	if (both)
		format_percent(percent, sizeof(percent),
			       sizes->used < sizes->promised ? sizes->used :
							       sizes->promised,
			       sizes->promised);
	draw(screen, PERCENT_END, y, 5, both, percent);
}

void readout_size(struct screen *screen, int y, const char *word, bool known,
		  uint64_t bytes)
{
	screen_text(screen, 0, y, TO_EDGE, ROLE_TEXT, word);
	draw_size(screen, FIRST_END, y, known, bytes);
}

void readout_faults(struct screen *screen, int y, const struct rates *rates,
		    bool known)
{
	screen_text(screen, 0, y, TO_EDGE, ROLE_TEXT, "Faults");
	draw_rate(screen, FIRST_END, y, known, rates->faults);
	screen_text(screen, READOUT_SECOND_X, y, TO_EDGE, ROLE_TEXT, "major");
	draw_rate(screen, SECOND_END, y, known, rates->majflt);
}

static int draw_delta(struct screen *screen, int x, int y, enum role role,
		      int64_t bytes, const char *unit)
{
	char delta[FORMAT_MAX];
	int used;

	format_delta(delta, sizeof(delta), bytes);
	used = screen_text(screen, x, y, TO_EDGE, role, delta);
	return used + screen_text(screen, x + used, y, TO_EDGE, role, unit);
}

int readout_delta(struct screen *screen, int x, int y, int64_t bytes,
		  const char *unit)
{
	enum role role = ROLE_TEXT;

	if (bytes)
		role = bytes > 0 ? ROLE_WRITTEN : ROLE_ZERO;
	return draw_delta(screen, x, y, role, bytes, unit);
}

int readout_zero_rate(struct screen *screen, int x, int y, int64_t bytes)
{
	return draw_delta(screen, x, y, bytes ? ROLE_ZERO : ROLE_TEXT, bytes,
			  "/s");
}

int readout_touch_rate(struct screen *screen, int x, int y,
		       const struct rates *rates)
{
	int used = screen_text(screen, x, y, TO_EDGE, ROLE_TEXT, "touch ");

	if (rates->known)
		return used + readout_delta(screen, x + used, y, rates->touched,
					   "/s");
	return used + screen_text(screen, x + used, y, TO_EDGE, ROLE_UNKNOWN, "?");
}

void readout_sentence(struct screen *screen, int y, const char *name,
		      const struct sentence_facts *facts)
{
	int x = text_width(name) + 2;
	char text[SENTENCE_MAX];

	sentence_make(facts, screen->width - x, text, sizeof(text));
	if (!*text)
		return;
	screen_text(screen, 0, y, x - 2, ROLE_TITLE, name);
	screen_text(screen, x - 2, y, TO_EDGE, ROLE_TITLE, ":");
	screen_words(screen, x, y, TO_EDGE, ROLE_NOTICE, text);
}
