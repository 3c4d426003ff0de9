/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_SENTENCE_H
#define TUI_MODEL_SENTENCE_H

#include <stddef.h>
#include <stdint.h>

#define SENTENCE_MAX	256	/* bytes that any sentence has room in */

/* Which of the facts are known; one that isn't is never spoken of. */
#define FACT_PROMISED		0x001
#define FACT_TOUCHED		0x002
#define FACT_ZERO		0x004
#define FACT_PARTS		0x008	/* huge, file */
#define FACT_SWAPPED		0x010
#define FACT_TOUCH_RATE		0x020
#define FACT_ZERO_RATE		0x040
#define FACT_LARGEST		0x080	/* largest, largest_name */

enum sentence_state {
	SENTENCE_ALIVE,
	SENTENCE_DENIED,
	SENTENCE_KTHREAD,
	SENTENCE_ENDED,		/* a zombie */
	SENTENCE_GONE,		/* the numbers are its last ones */
};

/* Of a process or a mapping: bytes, and bytes per second. */
struct sentence_facts {
	uint32_t known;			/* FACT_* */
	enum sentence_state state;
	uint64_t promised, touched, zero;
	uint64_t huge, file, swapped;	/* parts of touched */
	int64_t touch_rate, zero_rate;
	const char *largest_name;	/* what has most of the untouched */
	uint64_t largest;		/* so much of it */
};

/*
 * What a teacher would point at now, in one line of at most @width columns and
 * @len bytes: "promised 3.5G, given 411M: 1 page in 9". Of the sentence that
 * is due, the longest form that fits; "" where there is nothing to say, or no
 * form fits. A number is never cut.
 */
void sentence_make(const struct sentence_facts *facts, int width, char *buf,
		   size_t len);

#endif
