/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What storm and fuzzer share: random numbers that a seed repeats, a word for
 * what must not be, and the rules that every record keeps at any time.
 */
#ifndef TAM_STRESS_H
#define TAM_STRESS_H

#include "../guest/guest.h"

#define NOBODY 65534

/* What must hold and does not is told, the first of it, and remembered. */
void violated(const char *format, ...) __attribute__((format(printf, 1, 2)));

#define CHECK(holds, format, ...) \
	((holds) ? (void)0 : \
	 violated("%s: %s: " format, __func__, #holds, ##__VA_ARGS__))

/* Every thread has a stream of its own, which asks for a seed at first. */
uint64_t next_seed(void);
void seed_random(uint64_t seed);
uint64_t random_bits(void);

static inline uint64_t below(uint64_t limit)
{
	return random_bits() % limit;
}

static inline bool one_in(unsigned int n)
{
	return !below(n);
}

bool all_zero(const void *from, const void *to);
bool become_nobody(void);

/* A signal comes again and again from now on, so that answers are cut short. */
void be_interrupted(void);

/* What was asked, as far as it binds the records. */
struct rules {
	uint64_t asked;		/* groups */
	uint64_t walk_from;
	bool only_nobodys;	/* nobody asks, and sees no one else's */
	bool alone;		/* of one process, who has the budget alone */
};

struct rules rules_of(const struct memstat_req *req, bool only_nobodys);
void check_record(const struct rules *rules, const struct memstat_rec *rec);

/* Pages of a record that cost the walk an entry each, at the least. */
uint64_t pages_paid_for(const struct memstat_rec *rec);

/* A walk passes its budget by no more entries than this. */
#define OVERDRAFT 2048

#endif
