// SPDX-License-Identifier: GPL-2.0
/* Random numbers, and what must be true of a record whatever its process does. */
#include <sys/time.h>

#include "stress.h"

#define KNOWN_GROUPS (ALL_GROUPS | MEMSTAT_TAMALLOC_PAGES)
#define KNOWN_FLAGS (MEMSTAT_F_KTHREAD | MEMSTAT_F_ZOMBIE | MEMSTAT_F_DENIED | \
		     MEMSTAT_F_BUSY | MEMSTAT_F_PARTIAL)
#define TICK_NS 10000000U

static __thread uint64_t random_state;

/* splitmix64: seeds that are neighbours give streams that are not. */
void seed_random(uint64_t seed)
{
	seed += 0x9e3779b97f4a7c15ULL;
	seed = (seed ^ seed >> 30) * 0xbf58476d1ce4e5b9ULL;
	seed = (seed ^ seed >> 27) * 0x94d049bb133111ebULL;
	random_state = (seed ^ seed >> 31) | 1;
}

/* xorshift64* */
uint64_t random_bits(void)
{
	if (!random_state)
		seed_random(next_seed());
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return random_state * 2685821657736338717ULL >> 8;
}

bool all_zero(const void *from, const void *to)
{
	const unsigned char *p;

	for (p = from; p < (const unsigned char *)to; p++)
		if (*p)
			return false;
	return true;
}

bool become_nobody(void)
{
	return !setresgid(NOBODY, NOBODY, NOBODY) &&
	       !setresuid(NOBODY, NOBODY, NOBODY) &&
	       !prctl(PR_SET_DUMPABLE, 1);
}

static void ignore(int sig)
{
	(void)sig;
}

void be_interrupted(void)
{
	struct sigaction act = { .sa_handler = ignore };
	struct itimerval often = { { 0, 1500 }, { 0, 1500 } };

	sigaction(SIGALRM, &act, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
}

static void check_times(const struct memstat_rec *rec)
{
	CHECK(rec->start_ns % TICK_NS == 0 && rec->utime_ns % TICK_NS == 0 &&
	      rec->stime_ns % TICK_NS == 0, "pid %u: finer than a tick",
	      rec->pid);
}

static void check_task(const struct rules *rules, const struct memstat_rec *rec)
{
	if (!(rec->mask & MEMSTAT_TASK)) {
		CHECK(all_zero(&rec->ppid, &rec->flags) &&
		      all_zero(rec->comm, &rec->oom_score_adj) &&
		      all_zero(&rec->start_ns, &rec->vm_total),
		      "pid %u without its group", rec->pid);
		return;
	}
	CHECK(rec->state && strchr("RSDTtXZPI", rec->state),
	      "pid %u is in state %#x", rec->pid, rec->state);
	CHECK(!rec->comm[sizeof(rec->comm) - 1], "pid %u", rec->pid);
	/* Only the leader that another thread replaces is dead and has some. */
	CHECK(rec->state != 'X' || !rec->vm_total, "pid %u", rec->pid);
	CHECK(!rules->only_nobodys ||
	      (rec->uid == NOBODY && rec->euid == NOBODY),
	      "nobody is told of pid %u %.16s, uid %u euid %u", rec->pid,
	      rec->comm, rec->uid, rec->euid);
	check_times(rec);
}

static void check_sizes(const struct memstat_rec *rec)
{
	CHECK((rec->vm_total | rec->vm_peak | rec->vm_locked | rec->rss_anon |
	       rec->rss_file | rec->rss_shmem | rec->rss_peak | rec->swap |
	       rec->hugetlb | rec->pgtables | rec->ta_reserved) % PAGE == 0,
	      "pid %u", rec->pid);
	CHECK(rec->vm_peak >= rec->vm_total, "pid %u: %llu, %llu", rec->pid,
	      rec->vm_peak, rec->vm_total);
	CHECK(rec->rss_peak >= rec->rss_anon + rec->rss_file + rec->rss_shmem,
	      "pid %u: %llu", rec->pid, rec->rss_peak);
}

static void check_memory(const struct memstat_rec *rec)
{
	bool none = rec->flags & (MEMSTAT_F_ZOMBIE | MEMSTAT_F_KTHREAD);

	if (none || !(rec->mask & MEMSTAT_MM))
		CHECK(all_zero(&rec->vm_total, &rec->ta_reserved),
		      "pid %u %.16s flags %#x mask %#llx state %c vm %llu",
		      rec->pid, rec->comm, rec->flags, rec->mask, rec->state,
		      rec->vm_total);
	if (none || !(rec->mask & MEMSTAT_TAMALLOC))
		CHECK(!rec->ta_reserved, "pid %u flags %#x reserved %llu",
		      rec->pid, rec->flags, rec->ta_reserved);
	check_sizes(rec);
}

static void check_oom(const struct memstat_rec *rec)
{
	if (!(rec->mask & MEMSTAT_OOM))
		CHECK(!rec->oom_score && !rec->oom_score_adj, "pid %u",
		      rec->pid);
	CHECK(rec->oom_score_adj >= -1000 && rec->oom_score_adj <= 1000,
	      "pid %u: %d", rec->pid, rec->oom_score_adj);
}

static void check_counts(const struct rules *rules,
			 const struct memstat_rec *rec)
{
	bool partial = rec->flags & MEMSTAT_F_PARTIAL;

	CHECK((rec->ta_written | rec->ta_zero | rec->ta_huge |
	       rec->ta_swapped | rec->ta_next) % PAGE == 0, "pid %u", rec->pid);
	CHECK(rec->ta_huge <= rec->ta_written, "pid %u", rec->pid);
	CHECK(!(rec->mask & MEMSTAT_TAMALLOC) ||
	      rec->ta_written + rec->ta_zero + rec->ta_swapped <=
	      rec->ta_reserved, "pid %u: %llu + %llu + %llu of %llu", rec->pid,
	      rec->ta_written, rec->ta_zero, rec->ta_swapped, rec->ta_reserved);
	CHECK(partial == !!rec->ta_next, "pid %u flags %#x next %#llx",
	      rec->pid, rec->flags, rec->ta_next);
	CHECK(!(rec->flags & (MEMSTAT_F_DENIED | MEMSTAT_F_BUSY)),
	      "pid %u flags %#x has counts", rec->pid, rec->flags);
	CHECK(!rules->walk_from || !(rec->flags & MEMSTAT_F_ZOMBIE),
	      "pid %u: the walk goes on in nothing", rec->pid);
	CHECK(!rec->ta_next || rec->ta_next > rules->walk_from,
	      "pid %u: from %#lx to %#llx", rec->pid, rules->walk_from,
	      rec->ta_next);
}

static void check_walk(const struct rules *rules, const struct memstat_rec *rec)
{
	const uint32_t flags = MEMSTAT_F_DENIED | MEMSTAT_F_BUSY |
			       MEMSTAT_F_PARTIAL;
	uint32_t ended = rec->flags & flags;

	CHECK(!(ended & (ended - 1)), "pid %u flags %#x", rec->pid, rec->flags);
	if (rec->mask & MEMSTAT_TAMALLOC_PAGES) {
		check_counts(rules, rec);
		return;
	}
	CHECK(all_zero(&rec->ta_written, rec + 1), "pid %u flags %#x",
	      rec->pid, rec->flags);
	CHECK(rules->asked & MEMSTAT_TAMALLOC_PAGES || !ended,
	      "pid %u flags %#x", rec->pid, rec->flags);
	CHECK(!rules->alone || !(ended & MEMSTAT_F_PARTIAL),
	      "pid %u: who has spent its budget?", rec->pid);
}

struct rules rules_of(const struct memstat_req *req, bool only_nobodys)
{
	return (struct rules) {
		.asked = req->mask,
		.walk_from = req->walk_from,
		.only_nobodys = only_nobodys,
		.alone = req->last_pid && req->last_pid == req->after_pid + 1,
	};
}

void check_record(const struct rules *rules, const struct memstat_rec *rec)
{
	CHECK((rec->mask | MEMSTAT_TAMALLOC_PAGES) ==
	      ((rules->asked & KNOWN_GROUPS) | MEMSTAT_TAMALLOC_PAGES),
	      "mask %#llx of %#lx", rec->mask, rules->asked);
	CHECK(!(rec->mask & ~rules->asked), "mask %#llx of %#lx", rec->mask,
	      rules->asked);
	CHECK(!(rec->flags & ~KNOWN_FLAGS) && !rec->__pad, "flags %#x",
	      rec->flags);
	check_task(rules, rec);
	check_memory(rec);
	check_oom(rec);
	check_walk(rules, rec);
}

/* A huge page is one entry, and so is a huge zero page. */
uint64_t pages_paid_for(const struct memstat_rec *rec)
{
	return (rec->ta_written - rec->ta_huge + rec->ta_swapped) / PAGE;
}
