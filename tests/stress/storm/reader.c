// SPDX-License-Identifier: GPL-2.0
/*
 * Random requests, good ones and bad ones, into buffers that end where nothing
 * is mapped. Of each answer all is checked that holds whatever the others do.
 */
#include "storm.h"

#define KNOWN_GROUPS (ALL_GROUPS | MEMSTAT_TAMALLOC_PAGES)
#define BUF_PAGES 8UL
#define BUF_SIZE (BUF_PAGES * PAGE)
#define CANARY 0xa5
#define HUNTED 100

/* A request, and what may be answered to it. */
struct question {
	struct memstat_req req;
	const void *at;		/* where the request lies */
	unsigned char *buf;	/* where the records go, */
	size_t room;		/* and how much of that is there */
	size_t nr;
	unsigned int flags;
	bool wrong;		/* EINVAL or E2BIG */
	bool unreadable;	/* EFAULT */
};

static unsigned char *area;	/* BUF_SIZE, and a page that is not there */
static unsigned char untouched[BUF_SIZE];
static bool is_nobody;

static bool one_pid(const struct memstat_req *req)
{
	return req->last_pid == req->after_pid + 1;
}

static bool is_wrong(const struct question *q)
{
	const struct memstat_req *req = &q->req;
	bool walks = req->mask & MEMSTAT_TAMALLOC_PAGES;

	return req->size < sizeof(*req) || req->size > PAGE ||
	       req->rec_size < sizeof(struct memstat_rec) ||
	       req->rec_size > PAGE || req->rec_size % 8 || q->flags ||
	       !q->nr || (walks && !req->walk_budget) ||
	       (req->walk_from && (!walks || req->walk_from % PAGE ||
				   !one_pid(req)));
}

static uint64_t random_mask(void)
{
	switch (below(6)) {
	case 0:
		return random_bits() << 8 ^ random_bits();
	case 1:
		return KNOWN_GROUPS;
	default:
		return below(KNOWN_GROUPS + 1);
	}
}

static uint64_t random_budget(void)
{
	const uint64_t budgets[] = { 1, 100, 3000, 100000, BUDGET };

	return one_in(30) ? 0 : budgets[below(5)];
}

static void choose_pids(struct memstat_req *req)
{
	req->after_pid = one_in(3) ? 0 : below(MAX_PID);
	if (one_in(2))
		req->after_pid = getppid() + below(30);
	if (one_in(2))
		req->last_pid = req->after_pid + 1;
	else if (one_in(4))
		req->last_pid = below(MAX_PID);
	if (one_in(50))
		req->after_pid = random_bits();
}

static void choose_request(struct memstat_req *req)
{
	*req = request(random_mask());
	req->rec_size += one_in(4) ? 8 * below(100) : 0;
	choose_pids(req);
	if (req->mask & MEMSTAT_TAMALLOC_PAGES)
		req->walk_budget = random_budget();
	if (one_in(4))
		req->walk_from = below(1UL << 35) * PAGE;
	if (one_in(60))
		req->rec_size = below(2 * PAGE);
	if (one_in(60))
		req->walk_from = random_bits();
	if (one_in(60))
		req->size = below(sizeof(*req));
	if (one_in(60))
		req->size = 2 * PAGE;
}

/* Records begin anywhere, so that one may not fit before the hole. */
static void choose_place(struct question *q)
{
	size_t begin = one_in(2) ? below(BUF_SIZE) : 0;

	q->buf = area + begin;
	q->room = BUF_SIZE - begin;
	if (one_in(40)) {
		q->buf = area + BUF_SIZE;
		q->room = 0;
	}
	q->at = &q->req;
	q->unreadable = one_in(40);
	if (q->unreadable)
		q->at = one_in(2) ? NULL : area + BUF_SIZE - below(4);
}

static void choose(struct question *q)
{
	memset(q, 0, sizeof(*q));
	choose_request(&q->req);
	choose_place(q);
	q->nr = one_in(40) ? below(2) : one_in(4) ? SIZE_MAX : 1 + below(60);
	q->flags = one_in(60) ? 1 + below(7) : 0;
	q->wrong = is_wrong(q);
}

/* --- what is checked of a record --- */

static void count_record(const struct memstat_rec *rec)
{
	count(RECORDS);
	if (rec->flags & MEMSTAT_F_ZOMBIE)
		count(ZOMBIES);
	if (rec->ta_swapped)
		count(SWAPPED);
	if (rec->ta_huge)
		count(HUGE);
	if (rec->ta_next)
		count(PARTIALS);
	if (is_nobody)
		count(NOBODYS_RECORDS);
}

static void check(const struct question *q, const struct memstat_rec *rec,
		  uint32_t last)
{
	const struct rules rules = rules_of(&q->req, is_nobody &&
					    shared->scope == 1);

	CHECK(rec->pid > last && (!q->req.last_pid ||
				  rec->pid <= q->req.last_pid),
	      "pid %u behind %u, up to %u", rec->pid, last, q->req.last_pid);
	check_record(&rules, rec);
	count_record(rec);
}

/* --- what is checked of an answer --- */

static void check_records(const struct question *q, long nr)
{
	const unsigned char *at = q->buf, *end = area + BUF_SIZE;
	uint32_t last = q->req.after_pid;
	struct memstat_rec rec;
	long i;

	for (i = 0; i < nr; i++, at += q->req.rec_size) {
		memcpy(&rec, at, sizeof(rec));
		check(q, &rec, last);
		last = rec.pid;
		CHECK(all_zero(at + sizeof(rec), at + q->req.rec_size),
		      "pid %u: something behind the record", rec.pid);
	}
	/* One that did not fit may have left its beginning before the hole. */
	if ((size_t)(end - at) < q->req.rec_size)
		return;
	CHECK(!memcmp(at, untouched, end - at), "something behind %ld records",
	      nr);
}

static void check_refusal(const struct question *q, long ret)
{
	bool fits = q->room >= q->req.rec_size;

	count(REFUSED);
	switch (-ret) {
	case EINVAL:
	case E2BIG:
		CHECK(q->wrong, "%ld", ret);
		break;
	case EFAULT:
		CHECK(q->unreadable || !fits, "%zu of %u", q->room,
		      q->req.rec_size);
		break;
	case EINTR:
		count(CUT_SHORT);
		break;
	default:
		CHECK(false, "%ld", ret);
	}
}

static void ask(void)
{
	struct question q;
	long ret;

	choose(&q);
	memcpy(area, untouched, BUF_SIZE);
	ret = answered(tam_list(q.at, q.buf, q.nr, q.flags));
	if (ret < 0) {
		check_refusal(&q, ret);
		return;
	}
	CHECK(!q.wrong && !q.unreadable, "%ld", ret);
	CHECK((size_t)ret <= q.nr && (size_t)ret * q.req.rec_size <= q.room,
	      "%ld of %zu", ret, q.nr);
	check_records(&q, ret);
}

/*
 * What goes wrong in an exec is seen in one look of many thousand, so there is
 * nothing but looks here.
 */
static void hunt(void)
{
	static struct memstat_rec recs[HUNTED];
	struct question q = { .req = request(MEMSTAT_TASK | MEMSTAT_MM) };
	long ret, i;
	int n;

	for (n = 0; n < 100 && !is_over(); n++) {
		ret = answered(tam_list(&q.req, recs, HUNTED, 0));
		CHECK(ret > 0 || ret == -EINTR, "%ld", ret);
		for (i = 0; i < ret; i++)
			check(&q, &recs[i], i ? recs[i - 1].pid : 0);
		/*
		 * Kernel threads and those before us change nothing. Where
		 * pids have come again, we may stand before our parent.
		 */
		q.req.after_pid = getppid() < getpid() ? getppid() :
							 getpid() - 1;
	}
}

/* --- the calls that know no request --- */

static void ask_for_one(void)
{
	struct { struct mem_stats stats; unsigned char behind[8]; } out;
	const unsigned char *padding = (unsigned char *)&out.stats + 20;
	pid_t pid = one_in(2) ? getppid() + below(30) : below(MAX_PID);
	long ret;

	pid = one_in(30) ? -1 - (pid_t)below(100) : pid;
	memset(&out, CANARY, sizeof(out));
	ret = answered(tam_get(pid, &out));
	CHECK(ret == (pid < 0 ? -EINVAL : ret ? -ESRCH : 0), "%ld for %d", ret,
	      pid);
	CHECK(ret || all_zero(padding, padding + 4), "pid %d", pid);
	CHECK(ret || (out.stats.reserved_kb | out.stats.committed_kb) % 4 == 0,
	      "pid %d", pid);
	CHECK(!memchr(out.behind, 0, sizeof(out.behind)), "pid %d", pid);
	CHECK(tam_get(0, area + BUF_SIZE - below(24)) == -EFAULT, "bad pointer");
}

static void ask_for_all(void)
{
	struct total_mem_stats total;
	long ret = answered(tam_total(&total));

	CHECK(ret == -EINTR || (!ret && total.total_reserved_kb &&
				total.total_reserved_kb % 4 == 0 &&
				total.total_committed_kb % 4 == 0), "%ld", ret);
	CHECK(tam_total(area + BUF_SIZE - below(16)) < 0, "bad pointer");
}

static void ask_for_memory(void)
{
	const size_t sizes[] = {
		0, 1, PAGE + 1, 64 * PAGE, 1UL << 47, SIZE_MAX - PAGE + 2,
		SIZE_MAX,
	};
	size_t size = sizes[below(sizeof(sizes) / sizeof(sizes[0]))];
	char *p = tam_alloc(size);

	if (p == MAP_FAILED) {
		CHECK(errno == (size ? ENOMEM : EINVAL), "%s for %#zx",
		      strerror(errno), size);
		return;
	}
	CHECK(size && size <= 64 * PAGE && (uintptr_t)p % PAGE == 0 && !*p &&
	      !p[size - 1], "%p of %#zx", p, size);
	munmap(p, size);
}

static bool make_area(void)
{
	memset(untouched, CANARY, BUF_SIZE);
	area = mmap(NULL, BUF_SIZE + PAGE, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return area != MAP_FAILED && !mprotect(area + BUF_SIZE, PAGE, PROT_NONE);
}

int act_reader(void)
{
	if (!make_area())
		return 1;
	/* half of the readers are shot at */
	if (getpid() % 2)
		be_interrupted();
	while (!is_over()) {
		ask();
		if (one_in(8))
			hunt();
		if (one_in(4))
			ask_for_one();
		if (one_in(4))
			ask_for_memory();
		if (one_in(16))
			ask_for_all();
	}
	return 0;
}

int act_nobodys_reader(void)
{
	is_nobody = true;
	return become_nobody() ? act_reader() : 1;
}
