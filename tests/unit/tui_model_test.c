// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "fixture.h"
#include "model/model.h"
#include "model/tree.h"
#include "model/field.h"
#include "model/outlier.h"

#define MIB (1024 * 1024ULL)

static struct proc *add(struct sample *sample, pid_t pid, uint64_t start_ns,
			uint64_t resident)
{
	struct proc *proc = sample_add_proc(sample);

	proc->id.pid = pid;
	proc->id.start_ns = start_ns;
	proc->known = KNOWN_TASK | KNOWN_FAULTS | KNOWN_RUN | KNOWN_MM | KNOWN_SWAP |
		      KNOWN_HUGETLB | KNOWN_OOM | KNOWN_TAMALLOC;
	strcpy(proc->comm, "proc");
	proc->reserved = 100 * MIB;
	proc->resident = resident;
	return proc;
}

static void begin(struct sample *sample, uint64_t time_ns)
{
	sample_reset(sample);
	sample->sections = SECTION_LIST;
	sample->time_ns = time_ns;
	sample->sys.known = KNOWN_TOTALS | KNOWN_VMSTAT;
}

static const struct row *find(const struct model *model, pid_t pid)
{
	size_t i;

	for (i = 0; i < model_nr_rows(model); i++)
		if (model_row(model, i)->now.id.pid == pid)
			return model_row(model, i);
	return NULL;
}

/* 7 has 8 and 9, 9 has 3 (a number that came round again); 5 is a stranger. */
static void test_the_largest_of_a_family(void **state)
{
	static const struct {
		pid_t pid, ppid;
		uint64_t reserved;
	} family[] = {
		{ 3, 9, 30 }, { 5, 1, 99 }, { 7, 1, 10 }, { 8, 7, 20 },
		{ 9, 7, 10 },
	};
	struct model *model = model_new();
	struct sample sample = { 0 };
	const pid_t listed = 5;
	struct proc *proc;
	size_t i;

	(void)state;
	begin(&sample, NSEC_PER_SEC);
	for (i = 0; i < ARRAY_SIZE(family); i++) {
		proc = add(&sample, family[i].pid, 1, MIB);
		proc->ppid = family[i].ppid;
		proc->reserved = family[i].reserved;
	}
	model_update(model, &sample);
	assert_int_equal(model_largest_of(model, 7)->now.id.pid, 3);
	assert_int_equal(model_largest_of(model, 8)->now.id.pid, 8);
	assert_int_equal(model_largest_of(model, 5)->now.id.pid, 5);
	assert_null(model_largest_of(model, 1));
	/* of equals it is the elder one; who is listed does not matter */
	sample.procs[0].reserved = 10;
	sample.procs[3].reserved = 10;
	model_set_pids(model, &listed, 1);
	model_update(model, &sample);
	assert_int_equal(model_largest_of(model, 7)->now.id.pid, 7);
	/* two that seem to be each other's parents end it all the same */
	sample.procs[2].ppid = 9;
	model_update(model, &sample);
	assert_int_equal(model_largest_of(model, 5)->now.id.pid, 5);
	sample_release(&sample);
	model_free(model);
}

static void test_a_pid_more_is_listed(void **state)
{
	struct model *model = model_new();
	struct sample sample = { 0 };
	const pid_t listed = 7;

	(void)state;
	begin(&sample, NSEC_PER_SEC);
	add(&sample, 7, 1, MIB);
	add(&sample, 8, 1, MIB);
	add(&sample, 9, 1, MIB);
	/* where all are, there is none more */
	model_list_pid(model, 8);
	model_update(model, &sample);
	assert_int_equal(model_nr_rows(model), 3);
	model_set_pids(model, &listed, 1);
	assert_int_equal(model_nr_rows(model), 1);
	model_list_pid(model, 9);
	model_list_pid(model, 9);
	assert_int_equal(model_nr_rows(model), 2);
	assert_non_null(find(model, 9));
	model_update(model, &sample);
	assert_int_equal(model_nr_rows(model), 2);
	sample_release(&sample);
	model_free(model);
}

/* Who was found by name is another one than who has the pid later. */
static void test_a_pid_that_came_round_again(void **state)
{
	static const struct proc_id found[] = { { 9, 10 }, { 7, 10 }, { 8, 10 } };
	struct model *model = model_new();
	struct sample sample = { 0 };
	const pid_t asked = 8;

	(void)state;
	begin(&sample, NSEC_PER_SEC);
	add(&sample, 6, 10, MIB);
	add(&sample, 7, 10, MIB);
	add(&sample, 8, 10, MIB);
	add(&sample, 9, 10, MIB);
	model_update(model, &sample);
	model_set_pids(model, &asked, 1);
	model_list_processes(model, found, 0);
	assert_int_equal(model_nr_rows(model), 1);
	model_list_processes(model, found, 3);
	assert_int_equal(model_nr_rows(model), 3);
	assert_null(find(model, 6));
	sample.procs[1].id.start_ns = 99;
	sample.procs[2].id.start_ns = 99;
	model_update(model, &sample);
	/* asked for by number, it is whoever has that */
	assert_non_null(find(model, 8));
	assert_non_null(find(model, 9));
	assert_int_equal(model_nr_rows(model), 2);
	/* and so is what was started meanwhile */
	model_list_pid(model, 7);
	assert_int_equal(model_nr_rows(model), 3);
	model_set_pids(model, NULL, 0);
	model_list_processes(model, found, 3);
	assert_int_equal(model_nr_rows(model), 1);
	assert_non_null(find(model, 9));
	sample_release(&sample);
	model_free(model);
}

static void test_rates_are_over_the_measured_interval(void **state)
{
	struct model *model = model_new();
	struct sample sample = { 0 };
	const struct row *row;

	(void)state;
	begin(&sample, 10 * NSEC_PER_SEC);
	add(&sample, 7, 1, 10 * MIB);
	model_update(model, &sample);
	assert_false(find(model, 7)->rates.known);
	/* 2.5 s later: 5 MiB, 500 faults of which 5 major, more */
	begin(&sample, 12500 * NSEC_PER_MSEC);
	add(&sample, 7, 1, 15 * MIB);
	sample.procs[0].minflt = 495;
	sample.procs[0].majflt = 5;
	sample.procs[0].cpu_ns = 5 * NSEC_PER_SEC;
	model_update(model, &sample);
	row = find(model, 7);
	assert_true(row->rates.known);
	assert_int_equal(row->rates.touched, 2 * MIB);
	assert_int_equal(row->rates.faults, 200);
	assert_int_equal(row->rates.majflt, 2);
	assert_true(row->rates.cpu_known);
	assert_int_equal(row->rates.cpu_ns, 2 * NSEC_PER_SEC);
	/* and 1 s later 3 MiB less, half of it gone to swap */
	begin(&sample, 13500 * NSEC_PER_MSEC);
	add(&sample, 7, 1, 9 * MIB)->swapped = 3 * MIB;
	model_update(model, &sample);
	assert_int_equal(find(model, 7)->rates.touched, -3 * (int64_t)MIB);
	/* a huge page is touched, too */
	begin(&sample, 14500 * NSEC_PER_MSEC);
	add(&sample, 7, 1, 9 * MIB)->swapped = 3 * MIB;
	sample.procs[0].hugetlb = 2 * MIB;
	model_update(model, &sample);
	assert_int_equal(find(model, 7)->rates.touched, 2 * (int64_t)MIB);
	sample_release(&sample);
	model_free(model);
}

/* The wall's clock is set by years, and the program is stopped for an hour. */
static void test_clocks_that_step(void **state)
{
	static const struct {
		uint64_t at_s;
		int64_t wall_s, mib;
		bool known;
		int64_t rate;
	} steps[] = {
		{ 10, 1795333263, 10, false, 0 },
		{ 11, 1795333264 + 20LL * 31557600, 12, true, 2 * MIB },
		{ 12, -86400, 15, true, 3 * MIB },
		/* an hour in which nobody looked is one interval */
		{ 3612, 1795336864, 15 + 3600, true, MIB },
		/* what took no time has no rate, nor what ran backwards */
		{ 3612, 1795336864, 5000, false, 0 },
		{ 3600, 1795336864, 4000, false, 0 },
		{ 3601, 1795336864, 4001, true, MIB },
	};
	struct model *model = model_new();
	struct sample sample = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(steps); i++) {
		begin(&sample, steps[i].at_s * NSEC_PER_SEC);
		sample.wall_s = steps[i].wall_s;
		add(&sample, 7, 1, (uint64_t)steps[i].mib * MIB);
		model_update(model, &sample);
		assert_int_equal(model_totals(model)->wall_s, steps[i].wall_s);
		assert_int_equal(find(model, 7)->rates.known, steps[i].known);
		if (steps[i].known)
			assert_int_equal(find(model, 7)->rates.touched,
					 steps[i].rate);
	}
	sample_release(&sample);
	model_free(model);
}

/* A row comes on screen, and leaves it: no sample in between told of faults. */
static void test_fault_rates_need_faults_of_both_samples(void **state)
{
	static const bool told[] = { true, false, true, true, false };
	static const bool known[] = { false, false, false, true, false };
	struct model *model = model_new();
	struct sample sample = { 0 };
	struct proc *proc;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(told); i++) {
		begin(&sample, (i + 1) * NSEC_PER_SEC);
		proc = add(&sample, 7, 1, 10 * MIB);
		proc->minflt = 1000 * i;
		if (!told[i])
			proc->known &= ~(uint32_t)KNOWN_FAULTS;
		model_update(model, &sample);
		assert_int_equal(find(model, 7)->rates.faults_known, known[i]);
		assert_int_equal(find(model, 7)->rates.known, i > 0);
		if (known[i])
			assert_int_equal(find(model, 7)->rates.faults, 1000);
	}
	sample_release(&sample);
	model_free(model);
}

static void test_totals_of_blocks_are_known_if_all_are(void **state)
{
	struct model *model = model_new();
	struct sample sample = { 0 };

	(void)state;
	begin(&sample, NSEC_PER_SEC);
	add(&sample, 7, 1, MIB);
	add(&sample, 8, 1, MIB);
	model_update(model, &sample);
	assert_true(model_totals(model)->ta_known);
	assert_true(model_totals(model)->pages_known);
	sample.procs[1].known &= ~(uint32_t)KNOWN_TAMALLOC;
	sample.time_ns += NSEC_PER_SEC;
	model_update(model, &sample);
	assert_false(model_totals(model)->ta_known);
	assert_false(model_totals(model)->pages_known);
	sample_release(&sample);
	model_free(model);
}

static void test_a_reused_pid_is_a_new_row(void **state)
{
	struct model *model = model_new();
	struct sample sample = { 0 };
	struct proc_id old = { 7, 1 }, new = { 7, 2 };

	(void)state;
	begin(&sample, 10 * NSEC_PER_SEC);
	add(&sample, 7, 1, 10 * MIB);
	model_update(model, &sample);
	begin(&sample, 11 * NSEC_PER_SEC);
	add(&sample, 7, 2, 90 * MIB);
	model_update(model, &sample);
	assert_false(find(model, 7)->rates.known);
	assert_int_equal(model_find(model, old), -1);
	assert_int_equal(model_find(model, new), 0);
	sample_release(&sample);
	model_free(model);
}

/* Born, gone and staying processes in every mixture of eight. */
static void test_merge_of_all_subsets(void **state)
{
	struct sample sample = { 0 };
	unsigned int before, after, i;

	(void)state;
	for (before = 0; before < 256; before += 3) {
		for (after = 0; after < 256; after++) {
			struct model *model = model_new();

			begin(&sample, NSEC_PER_SEC);
			for (i = 0; i < 8; i++)
				if (before & (1U << i))
					add(&sample, (pid_t)(i + 1), i, MIB);
			model_update(model, &sample);
			begin(&sample, 2 * NSEC_PER_SEC);
			for (i = 0; i < 8; i++)
				if (after & (1U << i))
					add(&sample, (pid_t)(i + 1), i,
					    3 * MIB);
			model_update(model, &sample);
			for (i = 0; i < 8; i++) {
				const struct row *row = find(model,
							     (pid_t)(i + 1));

				assert_int_equal(!!row,
						 !!(after & (1U << i)));
				if (row)
					assert_int_equal(row->rates.known,
						!!(before & (1U << i)));
			}
			model_free(model);
		}
	}
	sample_release(&sample);
}

static void test_order_and_ties(void **state)
{
	static const int by_touched[] = { 3, 1, 2, 4 };
	static const int by_pid_down[] = { 4, 3, 2, 1 };
	struct model *model = model_new();
	struct sample sample = { 0 };
	size_t i;

	(void)state;
	begin(&sample, NSEC_PER_SEC);
	add(&sample, 1, 1, 5 * MIB);
	add(&sample, 2, 1, 5 * MIB);
	add(&sample, 3, 1, 9 * MIB);
	add(&sample, 4, 1, 1 * MIB);
	model_update(model, &sample);
	model_sort(model, &process_fields[FIELD_TOUCHED], false);
	for (i = 0; i < 4; i++)
		assert_int_equal(model_row(model, i)->now.id.pid,
				 by_touched[i]);
	model_sort(model, &process_fields[FIELD_PID], true);
	for (i = 0; i < 4; i++)
		assert_int_equal(model_row(model, i)->now.id.pid,
				 by_pid_down[i]);
	assert_null(model_row(model, 4));
	sample_release(&sample);
	model_free(model);
}

/* Those that are listed, each once, by what they have, then by pid. */
static void check_order(const struct model *model, size_t nr)
{
	const struct row *row, *before = NULL;
	size_t i;

	for (i = 0; (row = model_listed(model, i)); i++) {
		assert_true(row->now.reserved);
		assert_ptr_equal(row, model_process(model, row->now.id));
		if (before && row_touched(before) == row_touched(row))
			assert_true(before->now.id.pid < row->now.id.pid);
		else if (before)
			assert_true(row_touched(before) > row_touched(row));
		before = row;
	}
	assert_int_equal(i, nr);
}

/* The order is made from the one before: whoever came, went, or changed. */
static void test_order_of_many_samples(void **state)
{
	struct model *model = model_new();
	struct sample sample = { 0 };
	uint64_t touched[60] = { 0 }, seed = 3, least;
	size_t nr, round;
	pid_t pid;

	(void)state;
	model_sort(model, &process_fields[FIELD_TOUCHED], false);
	for (round = 1; round < 500; round++) {
		least = round / 16 % 2 ? 9 * MIB : 0;
		if (round % 16 == 0)
			model_set_filter(model, filter_new(
				least ? "touched>=9M" : "", NULL));
		begin(&sample, round * NSEC_PER_SEC);
		for (nr = 0, pid = 1; pid < 60; pid++) {
			seed = seed * 6364136223846793005 + 1442695040888963407;
			if (seed >> 60 == 1)
				touched[pid] = (seed >> 40) % 20 * MIB;
			/* gone, come back, and another one of that pid */
			if (seed >> 60 == 2)
				continue;
			add(&sample, pid, 1 + (seed >> 61 == 3), touched[pid]);
			nr += touched[pid] >= least;
		}
		model_update(model, &sample);
		check_order(model, nr);
		model_sort(model, &process_fields[FIELD_TOUCHED], true);
		model_sort(model, &process_fields[FIELD_TOUCHED], false);
		check_order(model, nr);
	}
	sample_release(&sample);
	model_free(model);
}

static void test_percent_order_is_exact(void **state)
{
	struct row a = { .now = { .reserved = 3, .resident = 1 } };
	struct row b = { .now = { .reserved = UINT64_MAX,
				  .resident = UINT64_MAX / 3 + 1 } };
	struct row none = { 0 };

	(void)state;
	assert_true(process_fields[FIELD_PERCENT].compare(&a, &b) < 0);
	assert_true(process_fields[FIELD_PERCENT].compare(&b, &a) > 0);
	assert_int_equal(process_fields[FIELD_PERCENT].compare(&a, &a), 0);
	assert_true(process_fields[FIELD_PERCENT].compare(&none, &a) < 0);
	assert_int_equal(process_fields[FIELD_PERCENT].compare(&none, &none),
			 0);
}

static void test_kernel_threads_only_by_pid(void **state)
{
	static const pid_t two[] = { 2, 412 };
	struct model *model = model_new();
	struct sample sample = { 0 };

	(void)state;
	fixture_sample(&sample, 0);
	model_update(model, &sample);
	assert_int_equal(model_nr_rows(model), 19);
	assert_int_equal(model_totals(model)->nr_processes, 19);
	assert_null(find(model, 2));
	model_set_pids(model, two, 2);
	assert_int_equal(model_nr_rows(model), 2);
	assert_non_null(find(model, 2));
	/* the totals are of all, always */
	model_update(model, &sample);
	assert_int_equal(model_totals(model)->nr_processes, 19);
	model_set_pids(model, NULL, 0);
	assert_int_equal(model_nr_rows(model), 19);
	sample_release(&sample);
	model_free(model);
}

static void test_totals(void **state)
{
	struct model *model = model_new();
	struct sample sample = { 0 };
	const struct totals *totals = model_totals(model);
	uint64_t touched = 0, reserved = 0;
	size_t i;

	(void)state;
	fixture_sample(&sample, 3);
	for (i = 0; i < sample.nr_procs; i++) {
		sample.procs[i].hugetlb = i * MIB;
		touched += sample.procs[i].resident + sample.procs[i].swapped +
			   i * MIB;
		reserved += sample.procs[i].ta_reserved;
	}
	model_update(model, &sample);
	assert_int_equal(totals->touched, touched);
	assert_int_equal(totals->ta_reserved, reserved);
	/* blocks whose pages were not counted yet: no sum is known */
	assert_false(totals->pages_known);
	sample_release(&sample);
	model_free(model);
}

/* Answer what the model asks for, but not @without. */
static void count_pages(struct model *model, unsigned int second,
			size_t first, size_t nr, pid_t without)
{
	struct demand demand = { 0 };
	struct sample sample = { 0 };
	size_t i, to = 0;

	model_demand_pages(model, first, nr, &demand);
	fixture_pages(&sample, &demand, second);
	for (i = 0; i < sample.nr_pages; i++)
		if (sample.pages[i].id.pid != without)
			sample.pages[to++] = sample.pages[i];
	sample.nr_pages = to;
	model_update(model, &sample);
	demand_release(&demand);
	sample_release(&sample);
}

static void next_list(struct model *model, unsigned int second)
{
	struct sample sample = { 0 };

	fixture_sample(&sample, second);
	model_update(model, &sample);
	sample_release(&sample);
}

static void test_pages_and_their_age(void **state)
{
	struct model *model = model_new();
	const struct totals *totals = model_totals(model);

	(void)state;
	next_list(model, 0);
	count_pages(model, 0, 0, 100, 415);
	assert_int_equal(find(model, 412)->pages.state, PAGES_COUNTED);
	assert_int_equal(find(model, 412)->pages.zero, 32 * MIB);
	assert_true(find(model, 412)->pages_fresh);
	assert_int_equal(find(model, 415)->pages.state, PAGES_UNKNOWN);
	/* without blocks there is nothing to count */
	assert_int_equal(find(model, 437)->pages.state, PAGES_UNKNOWN);
	assert_false(totals->pages_known);
	/* it does not flicker: newer ones come in a moment */
	next_list(model, 1);
	assert_true(find(model, 412)->pages_fresh);
	count_pages(model, 1, 0, 100, 412);
	assert_false(find(model, 412)->pages_fresh);
	assert_int_equal(find(model, 412)->pages.zero, 32 * MIB);
	assert_int_equal(find(model, 412)->pages_age_ns, NSEC_PER_SEC);
	assert_int_equal(find(model, 418)->pages_age_ns, 0);
	assert_true(find(model, 418)->pages_fresh);
	assert_true(totals->pages_known);
	assert_false(totals->pages_fresh);
	assert_int_equal(totals->pages_age_ns, NSEC_PER_SEC);
	next_list(model, 2);
	count_pages(model, 2, 0, 100, 0);
	assert_true(totals->pages_fresh);
	assert_int_equal(totals->pages_age_ns, 0);
	model_free(model);
}

/* One process, with a block, that does something all the time. */
static void list_of_zeros(struct model *model, uint64_t time_ns)
{
	struct sample sample = { 0 };
	struct proc *proc;

	begin(&sample, time_ns);
	proc = add(&sample, 7, 1, MIB);
	proc->ta_reserved = 50 * MIB;
	proc->cpu_ns = time_ns;
	model_update(model, &sample);
	sample_release(&sample);
}

static void tell_zeros(struct model *model, uint32_t section, uint64_t time_ns,
		       uint64_t zero)
{
	struct sample sample = { .sections = section };
	struct sample_pages *pages = section == SECTION_ZEROS ?
					     sample_add_zeros(&sample) :
					     sample_add_pages(&sample);

	*pages = (struct sample_pages){
		.id = { .pid = 7, .start_ns = 1 }, .state = PAGES_COUNTED,
		.zero = zero, .time_ns = time_ns,
	};
	model_update(model, &sample);
	sample_release(&sample);
}

/* Between counts, whenever they were; and for no longer than that is new. */
static void test_the_rate_of_a_rows_zeros(void **state)
{
	struct model *model = model_new();

	(void)state;
	list_of_zeros(model, 1000);
	tell_zeros(model, SECTION_ZEROS, 1000, MIB);
	assert_false(row_zero_rate_known(find(model, 7)));
	list_of_zeros(model, 1000 + NSEC_PER_SEC);
	assert_false(row_zero_rate_known(find(model, 7)));
	list_of_zeros(model, 1000 + 2 * NSEC_PER_SEC);
	tell_zeros(model, SECTION_ZEROS, 1000 + 2 * NSEC_PER_SEC, 5 * MIB);
	assert_true(row_zero_rate_known(find(model, 7)));
	assert_int_equal(find(model, 7)->zero_rate, 2 * MIB);
	list_of_zeros(model, 1000 + 3 * NSEC_PER_SEC);
	list_of_zeros(model, 1000 + 4 * NSEC_PER_SEC);
	assert_true(row_zero_rate_known(find(model, 7)));
	list_of_zeros(model, 1000 + 5 * NSEC_PER_SEC);
	assert_false(row_zero_rate_known(find(model, 7)));
	/* they may become less, too */
	tell_zeros(model, SECTION_ZEROS, 1000 + 5 * NSEC_PER_SEC, 2 * MIB);
	assert_int_equal(find(model, 7)->zero_rate, -(int64_t)MIB);
	model_free(model);
}

static bool asks_for_zeros(const struct model *model)
{
	struct demand demand = { 0 };
	bool asks;

	model_demand_zeros(model, 0, 1, &demand);
	asks = demand.nr_zeros;
	demand_release(&demand);
	return asks;
}

/* The sample @nr of one process that is as it was before. */
static void list_of_one(struct model *model, const struct proc *proc,
			uint64_t nr)
{
	struct sample sample = { 0 };

	begin(&sample, nr * NSEC_PER_SEC);
	sample.cost_ns = 1000;
	sample.exact_cpu = true;
	*sample_add_proc(&sample) = *proc;
	model_update(model, &sample);
	sample_release(&sample);
}

static struct proc one_process(void)
{
	struct sample sample = { 0 };
	struct proc proc = *add(&sample, 7, 1, MIB);

	sample_release(&sample);
	return proc;
}

/* Who does nothing isn't counted again and again, and the count is of now. */
static void test_zeros_of_who_does_nothing_stand(void **state)
{
	struct model *model = model_new();
	const struct proc proc = one_process();
	int nr, asked = 0;

	(void)state;
	list_of_one(model, &proc, 1);
	assert_true(asks_for_zeros(model));
	tell_zeros(model, SECTION_ZEROS, NSEC_PER_SEC + 1000, MIB);
	for (nr = 2; nr < 2 + 3 * ZERO_SAMPLES; nr++) {
		list_of_one(model, &proc, (uint64_t)nr);
		asked += asks_for_zeros(model);
		assert_true(find(model, 7)->zeros_fresh);
		assert_int_equal(find(model, 7)->zeros_age_ns, 0);
		assert_true(row_zero_rate_known(find(model, 7)));
		assert_int_equal(find(model, 7)->zero_rate, 0);
		if (asks_for_zeros(model))
			tell_zeros(model, SECTION_ZEROS,
				   (uint64_t)nr * NSEC_PER_SEC + 1000, MIB);
	}
	assert_int_equal(asked, 3);
	model_free(model);
}

/* Until a count comes, it is due in each sample. */
static void test_a_turn_that_is_missed_comes_later(void **state)
{
	struct model *model = model_new();
	const struct proc proc = one_process();
	int nr;

	(void)state;
	list_of_one(model, &proc, 1);
	tell_zeros(model, SECTION_ZEROS, NSEC_PER_SEC + 1000, MIB);
	for (nr = 2; nr < 40; nr++)
		list_of_one(model, &proc, (uint64_t)nr);
	for (; nr < 60; nr++) {
		list_of_one(model, &proc, (uint64_t)nr);
		assert_true(asks_for_zeros(model));
	}
	model_free(model);
}

static void check_that_it_is_counted(const struct proc *then,
				     const struct proc *now)
{
	struct model *model = model_new();

	list_of_one(model, then, 1);
	tell_zeros(model, SECTION_ZEROS, NSEC_PER_SEC + 1000, MIB);
	list_of_one(model, then, 2);
	assert_false(asks_for_zeros(model));
	list_of_one(model, now, 3);
	assert_true(asks_for_zeros(model));
	/* and as long as it was not */
	list_of_one(model, now, 4);
	assert_true(asks_for_zeros(model));
	model_free(model);
}

static void test_zeros_of_who_does_something_are_counted(void **state)
{
	static const size_t changes[] = {
		offsetof(struct proc, minflt), offsetof(struct proc, majflt),
		offsetof(struct proc, reserved),
		offsetof(struct proc, resident), offsetof(struct proc, shared),
		offsetof(struct proc, swapped), offsetof(struct proc, hugetlb),
		offsetof(struct proc, ta_reserved),
		offsetof(struct proc, cpu_ns), offsetof(struct proc, nr_threads),
		offsetof(struct proc, exec_seq), offsetof(struct proc, args_id),
		offsetof(struct proc, id.start_ns),
	};
	const struct proc then = one_process();
	struct proc now;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(changes); i++) {
		now = then;
		((unsigned char *)&now)[changes[i]] ^= 16;
		check_that_it_is_counted(&then, &now);
	}
	/* who was not read whole may have done anything */
	for (i = 0; i < 5; i++) {
		static const uint32_t bits[] = {
			KNOWN_FAULTS, KNOWN_RUN, KNOWN_MM, KNOWN_SWAP,
			KNOWN_HUGETLB,
		};

		now = then;
		now.known &= ~bits[i];
		check_that_it_is_counted(&then, &now);
	}
}

/* It doesn't flicker before the new count comes; without one it grows old. */
/* With ticks alone it may have run, and given zeros back, while none went by. */
static void test_zeros_stand_by_an_exact_account_alone(void **state)
{
	struct model *model = model_new();
	const struct proc proc = one_process();
	struct sample sample = { 0 };
	int nr;

	(void)state;
	for (nr = 1; nr < 10; nr++) {
		begin(&sample, (uint64_t)nr * NSEC_PER_SEC);
		sample.cost_ns = 1000;
		*sample_add_proc(&sample) = proc;
		model_update(model, &sample);
		assert_true(asks_for_zeros(model));
		tell_zeros(model, SECTION_ZEROS,
			   (uint64_t)nr * NSEC_PER_SEC + 1000, MIB);
	}
	sample_release(&sample);
	model_free(model);
}

static void test_zeros_that_stood_grow_old_later(void **state)
{
	struct model *model = model_new();
	struct proc proc = one_process();

	(void)state;
	list_of_one(model, &proc, 1);
	tell_zeros(model, SECTION_ZEROS, NSEC_PER_SEC + 1000, MIB);
	list_of_one(model, &proc, 2);
	list_of_one(model, &proc, 3);
	proc.minflt++;
	list_of_one(model, &proc, 4);
	assert_true(find(model, 7)->zeros_fresh);
	list_of_one(model, &proc, 5);
	assert_false(find(model, 7)->zeros_fresh);
	assert_int_equal(find(model, 7)->zeros_age_ns, 2 * NSEC_PER_SEC);
	model_free(model);
}

/* What happened between a count and the reading of the list is not seen. */
static void test_zeros_from_before_the_list_do_not_stand(void **state)
{
	struct model *model = model_new();
	const struct proc proc = one_process();

	(void)state;
	list_of_one(model, &proc, 1);
	tell_zeros(model, SECTION_ZEROS, NSEC_PER_SEC + 999, MIB);
	list_of_one(model, &proc, 2);
	assert_true(asks_for_zeros(model));
	model_free(model);
}

/* What is told again is no news: nobody need draw it. */
static void test_what_repeats_is_no_news(void **state)
{
	struct model *model = model_new();
	const struct proc proc = one_process();
	struct sample sample = { .sections = SECTION_ZEROS };
	struct sample_pages *pages = sample_add_zeros(&sample);

	(void)state;
	list_of_one(model, &proc, 1);
	*pages = (struct sample_pages){
		.id = proc.id, .state = PAGES_COUNTED, .zero = MIB,
		.time_ns = NSEC_PER_SEC + 1000,
	};
	assert_true(model_update(model, &sample));
	pages->time_ns++;
	/* now there is a rate, of 0 */
	assert_true(model_update(model, &sample));
	pages->time_ns++;
	assert_false(model_update(model, &sample));
	pages->time_ns++;
	pages->zero++;
	assert_true(model_update(model, &sample));
	pages->time_ns++;
	pages->state = PAGES_DENIED;
	assert_true(model_update(model, &sample));
	sample_release(&sample);
	model_free(model);
}

/* Who does nothing for long: what was before is in no rate and no history. */
static void test_rates_of_who_does_nothing(void **state)
{
	struct model *model = model_new();
	struct proc proc = one_process();
	const struct row *row;
	int i, at;

	(void)state;
	list_of_one(model, &proc, 1);
	proc.resident += MIB;
	proc.minflt = 7;
	list_of_one(model, &proc, 2);
	for (i = 3; i < 40; i++) {
		row = find(model, 7);
		for (at = 0; at < row->nr_growth; at++)
			assert_int_equal(row->growth[at],
					 at == row->nr_growth - i + 2 ? 1024 : 0);
		assert_int_equal(row->nr_growth, i < 3 + ROW_HISTORY - 1 ?
						 i - 2 : ROW_HISTORY);
		list_of_one(model, &proc, (uint64_t)i);
		row = find(model, 7);
		assert_true(row->rates.known && row->rates.faults_known &&
			    row->rates.cpu_known);
		assert_int_equal(row->rates.touched, 0);
		assert_int_equal(row->rates.faults, 0);
	}
	proc.resident += 2 * MIB;
	list_of_one(model, &proc, 41);
	assert_int_equal(find(model, 7)->rates.touched, MIB);
	assert_int_equal(find(model, 7)->growth[ROW_HISTORY - 1], 2048);
	assert_int_equal(find(model, 7)->growth[ROW_HISTORY - 2], 0);
	list_of_one(model, &proc, 42);
	assert_int_equal(find(model, 7)->rates.touched, 0);
	assert_int_equal(find(model, 7)->growth[ROW_HISTORY - 2], 2048);
	/* of no time there is no rate */
	list_of_one(model, &proc, 42);
	assert_false(find(model, 7)->rates.known);
	list_of_one(model, &proc, 43);
	assert_true(find(model, 7)->rates.known);
	model_free(model);
}

/* The same processes, of which a source knows more by and by. */
static void test_who_turns_out_to_be_of_the_kernel(void **state)
{
	struct model *model = model_new();
	struct proc proc = one_process();
	const pid_t listed = 7;

	(void)state;
	list_of_one(model, &proc, 1);
	assert_int_equal(model_nr_listed(model), 1);
	proc.flags = PROC_KTHREAD;
	list_of_one(model, &proc, 2);
	assert_int_equal(model_nr_listed(model), 0);
	list_of_one(model, &proc, 3);
	model_set_pids(model, &listed, 1);
	assert_int_equal(model_nr_listed(model), 1);
	model_set_pids(model, NULL, 0);
	assert_int_equal(model_nr_listed(model), 0);
	proc.flags = 0;
	list_of_one(model, &proc, 4);
	assert_int_equal(model_nr_listed(model), 1);
	assert_ptr_equal(model_listed(model, 0), model_pid(model, 7));
	model_free(model);
}

/* Users without names: the width is that of whoever is there now. */
static void test_the_width_of_another_user(void **state)
{
	static const uid_t uids[] = { 5, 1532536188, 5, 70000 };
	struct model *model = model_new();
	struct sample sample = { .sections = SECTION_TEXTS };
	struct proc proc = one_process();
	char digits[16];
	uint64_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(uids); i++) {
		proc.uid = uids[i];
		list_of_one(model, &proc, i + 1);
		if (i != 2)
			assert_int_equal(model_uid_width(model), 0);
		sample_reset(&sample);
		sample.sections = SECTION_TEXTS;
		*sample_add_text(&sample) = (struct sample_text){
			.kind = TEXT_USER, .id = proc.id, .uid = uids[i],
		};
		model_update(model, &sample);
		assert_int_equal(model_uid_width(model),
				 snprintf(digits, sizeof(digits), "%u",
					  uids[i]));
	}
	sample_release(&sample);
	model_free(model);
}

/* Of a block: what is new may be the counts, their age, or their rate. */
static void test_pages_that_repeat_are_no_news(void **state)
{
	struct model *model = model_new();
	struct proc proc = one_process();
	struct sample sample = { .sections = SECTION_PAGES };
	struct sample_pages *pages = sample_add_pages(&sample);

	(void)state;
	proc.ta_reserved = 50 * MIB;
	list_of_one(model, &proc, 1);
	*pages = (struct sample_pages){
		.id = proc.id, .state = PAGES_COUNTED, .zero = MIB,
		.time_ns = NSEC_PER_SEC,
	};
	assert_true(model_update(model, &sample));
	assert_false(model_update(model, &sample));
	list_of_one(model, &proc, 2);
	pages->time_ns += NSEC_PER_SEC;
	/* now there is a rate, of 0 */
	assert_true(model_update(model, &sample));
	list_of_one(model, &proc, 3);
	pages->time_ns += NSEC_PER_SEC;
	assert_false(model_update(model, &sample));
	pages->written++;
	assert_true(model_update(model, &sample));
	pages->swapped++;
	assert_true(model_update(model, &sample));
	pages->huge++;
	assert_true(model_update(model, &sample));
	list_of_one(model, &proc, 4);
	/* nobody has counted it anew: it has grown old, and the sum with it */
	assert_true(model_update(model, &sample));
	assert_false(find(model, 7)->pages_fresh);
	assert_false(model_totals(model)->pages_fresh);
	sample_release(&sample);
	model_free(model);
}

static bool tell_command(struct model *model, const char *command, size_t first)
{
	struct sample sample = { .sections = SECTION_TEXTS };
	struct sample_text *text = sample_add_text(&sample);
	bool told;

	text->kind = TEXT_COMMAND;
	text->id = (struct proc_id){ .pid = 7, .start_ns = 1 };
	text->text = command ? strdup(command) : NULL;
	text->first = first;
	told = model_update(model, &sample);
	sample_release(&sample);
	return told;
}

static void test_a_command_that_repeats_is_no_news(void **state)
{
	struct model *model = model_new();
	const struct proc proc = one_process();

	(void)state;
	list_of_one(model, &proc, 1);
	assert_true(tell_command(model, "/bin/a b", 6));
	assert_false(tell_command(model, "/bin/a b", 6));
	/* one argument, with a blank in it */
	assert_true(tell_command(model, "/bin/a b", 8));
	assert_string_equal(row_brief(find(model, 7)), "a b");
	assert_true(tell_command(model, "/bin/a c", 8));
	assert_string_equal(row_command(find(model, 7)), "/bin/a c");
	assert_true(tell_command(model, NULL, 0));
	assert_false(tell_command(model, NULL, 0));
	assert_string_equal(row_command(find(model, 7)), "proc");
	model_free(model);
}

/* Of all blocks, where all were counted in both of two samples. */
static void test_the_rate_of_all_zeros(void **state)
{
	struct model *model = model_new();
	const struct totals *totals = model_totals(model);

	(void)state;
	list_of_zeros(model, 1000);
	tell_zeros(model, SECTION_PAGES, 1000, MIB);
	assert_false(totals->zero_rate_known);
	list_of_zeros(model, 1000 + NSEC_PER_SEC);
	tell_zeros(model, SECTION_PAGES, 1000 + NSEC_PER_SEC, 4 * MIB);
	assert_true(totals->zero_rate_known);
	assert_int_equal(totals->zero_rate, 3 * MIB);
	/* it does not flicker: the next one comes in a moment */
	list_of_zeros(model, 1000 + 2 * NSEC_PER_SEC);
	assert_true(totals->zero_rate_known);
	/* a count from before: it may be anything by now */
	tell_zeros(model, SECTION_PAGES, 1000 + NSEC_PER_SEC, 4 * MIB);
	assert_false(totals->zero_rate_known);
	list_of_zeros(model, 1000 + 3 * NSEC_PER_SEC);
	tell_zeros(model, SECTION_PAGES, 1000 + 3 * NSEC_PER_SEC, 5 * MIB);
	assert_false(totals->zero_rate_known);
	list_of_zeros(model, 1000 + 4 * NSEC_PER_SEC);
	tell_zeros(model, SECTION_PAGES, 1000 + 4 * NSEC_PER_SEC, 5 * MIB);
	assert_true(totals->zero_rate_known);
	assert_int_equal(totals->zero_rate, 0);
	model_free(model);
}

/* Behind another view nobody asks for counts: they grow old all the same. */
static void test_counts_that_nobody_asks_for_grow_old(void **state)
{
	struct model *model = model_new();
	const struct totals *totals = model_totals(model);

	(void)state;
	next_list(model, 0);
	count_pages(model, 0, 0, 100, 0);
	next_list(model, 1);
	assert_true(totals->pages_fresh);
	next_list(model, 2);
	assert_false(totals->pages_fresh);
	assert_int_equal(totals->pages_age_ns, 2 * NSEC_PER_SEC);
	next_list(model, 9);
	assert_int_equal(find(model, 412)->pages_age_ns, 9 * NSEC_PER_SEC);
	model_free(model);
}

/* A count that took three seconds is as old as its beginning. */
static void test_a_long_count_is_as_old_as_its_beginning(void **state)
{
	struct model *model = model_new();
	struct sample sample = { 0 };
	struct sample_pages *pages;

	(void)state;
	next_list(model, 5);
	sample.sections = SECTION_PAGES;
	pages = sample_add_pages(&sample);
	pages->id = find(model, 412)->now.id;
	pages->state = PAGES_COUNTED;
	pages->time_ns = (1000 + 2) * NSEC_PER_SEC;
	model_update(model, &sample);
	assert_false(find(model, 412)->pages_fresh);
	assert_int_equal(find(model, 412)->pages_age_ns, 3 * NSEC_PER_SEC);
	sample_release(&sample);
	model_free(model);
}

static void list_of_exec(struct model *model, unsigned int second,
			 uint64_t exec_seq)
{
	struct sample sample = { 0 };
	size_t i;

	fixture_sample(&sample, second);
	for (i = 0; i < sample.nr_procs; i++)
		sample.procs[i].exec_seq = exec_seq;
	model_update(model, &sample);
	sample_release(&sample);
}

static void pages_of_exec(struct model *model, uint64_t exec_seq)
{
	struct sample sample = { .sections = SECTION_PAGES };
	struct sample_pages *pages = sample_add_pages(&sample);

	pages->id = find(model, 412)->now.id;
	pages->state = PAGES_COUNTED;
	pages->zero = MIB;
	pages->exec_seq = exec_seq;
	model_update(model, &sample);
	sample_release(&sample);
}

static void test_counts_of_the_memory_before_an_exec(void **state)
{
	struct model *model = model_new();

	(void)state;
	list_of_exec(model, 0, 3);
	/* it has become another program since the list came */
	pages_of_exec(model, 4);
	assert_int_equal(find(model, 412)->pages.state, PAGES_UNKNOWN);
	pages_of_exec(model, 3);
	assert_int_equal(find(model, 412)->pages.zero, MIB);
	list_of_exec(model, 1, 4);
	assert_int_equal(find(model, 412)->pages.state, PAGES_UNKNOWN);
	model_free(model);
}

static void test_rows_on_screen_are_counted_first(void **state)
{
	struct model *model = model_new();
	struct demand demand = { 0 };

	(void)state;
	next_list(model, 0);
	model_sort(model, &process_fields[FIELD_PID], false);
	/* rows 16 to 18 are 440, 444 and 450 */
	model_demand_pages(model, 16, 3, &demand);
	assert_int_equal(demand.nr_pages, 10);
	assert_int_equal(demand.nr_pages_shown, 2);
	assert_int_equal(demand.pages[0].pid, 444);
	assert_int_equal(demand.pages[1].pid, 450);
	demand_release(&demand);
	model_free(model);
}

static void test_pages_of_another_process_are_not_taken(void **state)
{
	struct model *model = model_new();
	struct sample sample = { 0 };
	struct sample_pages *pages;

	(void)state;
	next_list(model, 0);
	sample.sections = SECTION_PAGES;
	pages = sample_add_pages(&sample);
	pages->id = (struct proc_id){ 412, 1 };
	pages->state = PAGES_COUNTED;
	model_update(model, &sample);
	assert_int_equal(find(model, 412)->pages.state, PAGES_UNKNOWN);
	pages->id = find(model, 412)->now.id;
	pages->state = PAGES_DENIED;
	model_update(model, &sample);
	assert_int_equal(model_totals(model)->nr_denied, 1);
	sample_release(&sample);
	model_free(model);
}

static size_t count_texts(const struct demand *demand, enum text_kind kind)
{
	size_t nr = 0, i;

	for (i = 0; i < demand->nr_texts; i++)
		nr += demand->texts[i].kind == kind;
	return nr;
}

static void test_texts_are_asked_for_once(void **state)
{
	struct model *model = model_new();
	struct sample sample = { 0 };
	struct demand demand = { 0 };

	(void)state;
	fixture_sample(&sample, 0);
	model_update(model, &sample);
	model_demand_texts(model, 0, 10, &demand);
	assert_int_equal(count_texts(&demand, TEXT_COMMAND), 10);
	assert_int_equal(count_texts(&demand, TEXT_USER), 2);
	sample_reset(&sample);
	fixture_texts(&sample, &demand);
	model_update(model, &sample);
	assert_string_equal(find(model, 412)->user, "ada");
	assert_string_equal(find(model, 1)->command, "init");
	/* all known, as of this sample */
	demand_reset(&demand);
	model_demand_texts(model, 0, 10, &demand);
	assert_int_equal(demand.nr_texts, 0);
	demand_release(&demand);
	sample_release(&sample);
	model_free(model);
}

static bool is_asked(const struct model *model, struct proc_id id)
{
	struct demand demand = { 0 };
	bool asked = false;
	size_t i;

	model_demand_texts(model, 0, 100, &demand);
	for (i = 0; i < demand.nr_texts; i++)
		asked |= demand.texts[i].kind == TEXT_COMMAND &&
			 proc_id_equal(demand.texts[i].id, id);
	demand_release(&demand);
	return asked;
}

static void test_exec_asks_for_the_command_again(void **state)
{
	struct model *model = model_new();
	struct sample sample = { 0 };
	struct demand demand = { 0 };

	(void)state;
	fixture_sample(&sample, 0);
	model_update(model, &sample);
	model_demand_texts(model, 0, 100, &demand);
	sample_reset(&sample);
	fixture_texts(&sample, &demand);
	model_update(model, &sample);
	fixture_sample(&sample, 1);
	strcpy(sample.procs[10].comm, "other");
	strcpy(sample.procs[12].comm, "another");
	model_update(model, &sample);
	assert_true(is_asked(model, sample.procs[10].id));
	assert_true(is_asked(model, sample.procs[12].id));
	/* the same name, but exec(2) was there, or the arguments have moved */
	model_demand_texts(model, 0, 100, &demand);
	fixture_texts(&sample, &demand);
	model_update(model, &sample);
	assert_false(is_asked(model, sample.procs[10].id));
	fixture_sample(&sample, 1);
	strcpy(sample.procs[10].comm, "other");
	sample.procs[10].args_id = 7;
	model_update(model, &sample);
	assert_true(is_asked(model, sample.procs[10].id));
	demand_release(&demand);
	sample_release(&sample);
	model_free(model);
}

static size_t count_cgroups(struct model *model, struct demand *demand)
{
	demand_reset(demand);
	model_demand_cgroups(model, demand);
	return count_texts(demand, TEXT_CGROUP);
}

/* Of all but kernel threads; exec(2) changes nothing, another process does. */
static void test_cgroups_are_asked_for_until_known(void **state)
{
	struct model *model = model_new();
	struct sample sample = { 0 };
	struct demand demand = { 0 };
	const struct row *row;
	unsigned int second, asked = 0;

	(void)state;
	fixture_sample(&sample, 0);
	model_update(model, &sample);
	assert_int_equal(count_cgroups(model, &demand), 19);
	/* a filter wants what the view has asked for already */
	model_demand_cgroups(model, &demand);
	assert_int_equal(count_texts(&demand, TEXT_CGROUP), 19);
	sample_reset(&sample);
	fixture_texts(&sample, &demand);
	model_update(model, &sample);
	assert_int_equal(count_cgroups(model, &demand), 0);
	assert_string_equal(model_pid(model, 1)->cgroup, "/init.scope");
	for (second = 1; second <= CGROUP_SAMPLES; second++) {
		sample_reset(&sample);
		fixture_sample(&sample, second);
		sample.procs[10].exec_seq = 7;
		model_update(model, &sample);
		row = model_pid(model, sample.procs[10].id.pid);
		assert_non_null(row->cgroup);
		asked += (unsigned int)count_cgroups(model, &demand);
		sample_reset(&sample);
		fixture_texts(&sample, &demand);
		model_update(model, &sample);
	}
	assert_int_equal(asked, 19);
	sample_reset(&sample);
	fixture_sample(&sample, second);
	sample.procs[10].id.start_ns++;
	model_update(model, &sample);
	assert_null(model_pid(model, sample.procs[10].id.pid)->cgroup);
	demand_release(&demand);
	sample_release(&sample);
	model_free(model);
}

static void answer_texts(struct model *model, char **titles, size_t nr,
			 unsigned int *read_at, unsigned int second)
{
	struct demand demand = { 0 };
	struct sample sample = { 0 };
	struct sample_text *text;
	size_t i;

	model_demand_texts(model, 0, nr, &demand);
	sample.sections = SECTION_TEXTS;
	for (i = 0; i < demand.nr_texts; i++) {
		text = sample_add_text(&sample);
		*text = demand.texts[i];
		if (text->kind == TEXT_USER)
			continue;
		text->text = strdup(titles[text->id.pid]);
		read_at[text->id.pid] = second;
	}
	model_update(model, &sample);
	demand_release(&demand);
	sample_release(&sample);
}

/*
 * Nothing tells of a title that a program writes over its arguments, and others
 * come and go all the time: none is shown longer than the bound says.
 */
static void test_no_title_is_older_than_the_bound(void **state)
{
	unsigned int read_at[64] = { 0 }, second, nr_read;
	struct model *model = model_new();
	struct sample sample = { 0 };
	char *titles[64];
	pid_t pid;

	(void)state;
	for (pid = 0; pid < 64; pid++)
		titles[pid] = (char *)"title";
	for (second = 1; second < 40; second++) {
		begin(&sample, second * NSEC_PER_SEC);
		for (pid = 1; pid < 30; pid++)
			add(&sample, pid, 1, MIB);
		/* this one is another each time */
		add(&sample, 40, second, MIB);
		model_update(model, &sample);
		answer_texts(model, titles, 100, read_at, second);
		for (nr_read = 0, pid = 1; pid < 30; pid++) {
			nr_read += read_at[pid] == second;
			assert_in_range(second - read_at[pid], 0,
					COMMAND_SAMPLES - 1);
		}
		assert_int_equal(read_at[40], second);
		/* and not all of them at once */
		if (second > 1)
			assert_in_range(nr_read, 1, 10);
	}
	sample_release(&sample);
	model_free(model);
}

/* A process that runs a nanosecond in each sample but some, in an exact list. */
static void list_exactly(struct model *model, unsigned int second, bool ran)
{
	struct sample sample = { 0 };
	struct proc *proc;

	begin(&sample, second * NSEC_PER_SEC);
	sample.exact_cpu = true;
	proc = add(&sample, 7, 1, MIB);
	proc->known |= KNOWN_FAULTS | KNOWN_MM | KNOWN_SWAP | KNOWN_HUGETLB |
		       KNOWN_RUN;
	proc->cpu_ns = ran ? second : 0;
	model_update(model, &sample);
	sample_release(&sample);
}

static unsigned int most_between_reads(bool ran)
{
	unsigned int read_at[64] = { 0 }, second, most = 0;
	struct model *model = model_new();
	char *titles[64];
	int i;

	for (i = 0; i < 64; i++)
		titles[i] = (char *)"title";
	for (second = 1; second < 40; second++) {
		list_exactly(model, second, ran);
		answer_texts(model, titles, 1, read_at, second);
		if (second - read_at[7] > most)
			most = second - read_at[7];
	}
	model_free(model);
	return most;
}

static void test_who_does_nothing_writes_no_title(void **state)
{
	(void)state;
	assert_int_equal(most_between_reads(true), COMMAND_SAMPLES - 1);
	assert_int_equal(most_between_reads(false), COMMAND_IDLE_SAMPLES - 1);
}

/* It did nothing for long, then it ran once: its title may be another one now. */
static void test_who_ran_once_may_have_written_a_title(void **state)
{
	unsigned int read_at[64] = { 0 }, second;
	struct model *model = model_new();
	char *titles[64];
	int i;

	(void)state;
	for (i = 0; i < 64; i++)
		titles[i] = (char *)"title";
	for (second = 1; second < 60; second++) {
		list_exactly(model, second, second == 25);
		answer_texts(model, titles, 1, read_at, second);
		if (second == 25 + COMMAND_SAMPLES - 1)
			assert_true(read_at[7] >= 25);
	}
	model_free(model);
}

/* Those off screen, too: else the order is by names that nobody sees. */
static void test_what_is_sorted_by_is_known_of_all(void **state)
{
	static const char *const commands[] = { "", "mm", "zz", "aa", "bb" };
	struct model *model = model_new();
	struct sample sample = { 0 };
	struct demand demand = { 0 };
	struct sample_text *text;
	pid_t pid;

	(void)state;
	model_sort(model, &process_fields[FIELD_COMMAND], false);
	begin(&sample, NSEC_PER_SEC);
	for (pid = 1; pid < 5; pid++)
		add(&sample, pid, 1, MIB)->uid = 1000 + (uid_t)pid;
	model_update(model, &sample);
	model_demand_texts(model, 0, 1, &demand);
	assert_int_equal(count_texts(&demand, TEXT_COMMAND), 4);
	assert_int_equal(count_texts(&demand, TEXT_USER), 1);
	/* what isn't known yet comes last, whatever its name in the kernel */
	sample_reset(&sample);
	sample.sections = SECTION_TEXTS;
	for (pid = 2; pid < 5; pid++) {
		text = sample_add_text(&sample);
		text->kind = TEXT_COMMAND;
		text->id = (struct proc_id){ pid, 1 };
		text->text = strdup(commands[pid]);
	}
	model_update(model, &sample);
	assert_int_equal(model_row(model, 0)->now.id.pid, 3);
	assert_int_equal(model_row(model, 1)->now.id.pid, 4);
	assert_int_equal(model_row(model, 2)->now.id.pid, 2);
	assert_int_equal(model_row(model, 3)->now.id.pid, 1);
	model_sort(model, &process_fields[FIELD_COMMAND], true);
	assert_int_equal(model_row(model, 0)->now.id.pid, 2);
	assert_int_equal(model_row(model, 3)->now.id.pid, 1);
	model_sort(model, &process_fields[FIELD_USER], false);
	demand_reset(&demand);
	model_demand_texts(model, 0, 1, &demand);
	assert_int_equal(count_texts(&demand, TEXT_USER), 4);
	assert_int_equal(count_texts(&demand, TEXT_COMMAND), 1);
	demand_release(&demand);
	sample_release(&sample);
	model_free(model);
}

static void send_user(struct model *model, const char *name, bool failed)
{
	struct sample sample = { .sections = SECTION_TEXTS };
	struct sample_text *text = sample_add_text(&sample);

	text->kind = TEXT_USER;
	text->uid = 1532536188;
	text->failed = failed;
	text->text = name ? strdup(name) : NULL;
	model_update(model, &sample);
	sample_release(&sample);
}

static void test_who_could_not_be_named_is_asked_for_again(void **state)
{
	struct model *model = model_new();
	struct sample sample = { 0 };
	struct demand demand = { 0 };

	(void)state;
	begin(&sample, NSEC_PER_SEC);
	add(&sample, 7, 1, MIB)->uid = 1532536188;
	model_update(model, &sample);
	assert_int_equal(model_uid_width(model), 0);
	send_user(model, NULL, true);
	assert_string_equal(find(model, 7)->user, "1532536188");
	assert_int_equal(model_uid_width(model), 10);
	model_demand_texts(model, 0, 1, &demand);
	assert_int_equal(count_texts(&demand, TEXT_USER), 1);
	send_user(model, "ada", false);
	assert_string_equal(find(model, 7)->user, "ada");
	assert_int_equal(model_uid_width(model), 0);
	demand_reset(&demand);
	model_demand_texts(model, 0, 1, &demand);
	assert_int_equal(count_texts(&demand, TEXT_USER), 0);
	demand_release(&demand);
	sample_release(&sample);
	model_free(model);
}

static void test_all_commands_together_have_a_bound(void **state)
{
	struct model *model = model_new();
	struct sample sample = { 0 };
	struct sample_text *text;
	size_t bytes = 0, len;
	int round;
	pid_t pid;

	(void)state;
	begin(&sample, NSEC_PER_SEC);
	for (pid = 1; pid <= 30; pid++)
		add(&sample, pid, 1, MIB);
	model_update(model, &sample);
	/* each alone is within the bound, and so are they a second time */
	for (round = 0; round < 2; round++)
		for (pid = 1; pid <= 30; pid++) {
			sample_reset(&sample);
			sample.sections = SECTION_TEXTS;
			text = sample_add_text(&sample);
			text->id = (struct proc_id){ pid, 1 };
			text->text = calloc(1, COMMAND_WHOLE);
			assert_non_null(text->text);
			memset(text->text, 'x', COMMAND_WHOLE - 1);
			model_update(model, &sample);
		}
	for (pid = 1; pid <= 30; pid++) {
		len = strlen(find(model, pid)->command);
		bytes += len;
		assert_true(len == COMMAND_WHOLE - 1 ||
			    !strcmp(find(model, pid)->command + len - 3, "..."));
	}
	assert_in_range(bytes, COMMANDS_MAX - COMMAND_WHOLE,
			COMMANDS_MAX + 30 * COMMAND_SHORT);
	sample_release(&sample);
	model_free(model);
}

/* TOUCHED is a sum, and so is nothing that depends on it known. */
static void test_half_of_touched_makes_no_total(void **state)
{
	struct model *model = model_new();
	struct sample sample = { 0 };
	unsigned int second;

	(void)state;
	for (second = 1; second < 3; second++) {
		begin(&sample, second * NSEC_PER_SEC);
		add(&sample, 7, 1, second * MIB);
		add(&sample, 8, 1, second * MIB);
		if (second == 2)
			sample.procs[1].known &= ~(uint32_t)KNOWN_SWAP;
		model_update(model, &sample);
		assert_int_equal(model_totals(model)->touched_known,
				 second == 1);
	}
	assert_true(find(model, 7)->rates.known);
	assert_false(find(model, 8)->rates.known);
	assert_false(model_totals(model)->rates.known);
	assert_int_equal(process_fields[FIELD_PERCENT].value(
		find(model, 8), NULL).state, VALUE_UNKNOWN);
	assert_int_equal(process_fields[FIELD_PERCENT].value(
		find(model, 7), NULL).state, VALUE_KNOWN);
	sample_release(&sample);
	model_free(model);
}

static void test_hidden_processes_are_counted_as_denied(void **state)
{
	struct model *model = model_new();
	struct sample sample = { 0 };

	(void)state;
	begin(&sample, NSEC_PER_SEC);
	add(&sample, 7, 1, MIB);
	sample.sys.nr_denied = 12;
	model_update(model, &sample);
	assert_int_equal(model_totals(model)->nr_denied, 12);
	sample_release(&sample);
	model_free(model);
}

#define TIB (1024 * 1024 * MIB)

/* Process 7 reserves @reserved, @others of a TiB stand beside it. */
static const struct outlier *outlier_of(struct model *model,
					uint64_t reserved, unsigned int others)
{
	struct sample sample = { 0 };
	unsigned int i;

	begin(&sample, NSEC_PER_SEC);
	sample.sys.known |= KNOWN_MEMORY;
	sample.sys.mem_total = 64 * 1024 * MIB;
	sample.sys.reserved = reserved;
	add(&sample, 7, 1, MIB)->reserved = reserved;
	strcpy(sample.procs[0].comm, "asan-test");
	for (i = 0; i < others; i++) {
		add(&sample, 8 + (pid_t)i, 1, MIB)->reserved = TIB - 1;
		sample.sys.reserved += TIB - 1;
	}
	model_update(model, &sample);
	sample_release(&sample);
	return &model_totals(model)->outlier;
}

static void test_who_hides_all_others_is_named(void **state)
{
	struct model *model = model_new();
	const struct outlier *outlier;
	char text[96];

	(void)state;
	outlier = outlier_of(model, 125 * TIB, 3);
	assert_int_equal(outlier->nr, 1);
	assert_true(outlier->reserved == 125 * TIB);
	outlier_text(outlier, text, sizeof(text));
	assert_string_equal(text, "125T of it asan-test");
	/* sixteen times the memory is much, nine tenths of the sum are most */
	assert_int_equal(outlier_of(model, TIB - 1, 0)->nr, 0);
	assert_int_equal(outlier_of(model, TIB, 0)->nr, 1);
	assert_int_equal(outlier_of(model, 19 * TIB, 2)->nr, 1);
	assert_int_equal(outlier_of(model, 17 * TIB, 2)->nr, 0);
	model_free(model);
}

static void test_two_that_hide_all_others_are_named(void **state)
{
	struct outlier outlier = { .nr = 3, .comm = "a b", .reserved = 20 * TIB };
	const struct proc procs[] = {
		{ .comm = "small", .reserved = MIB },
		{ .comm = "second", .reserved = 20 * TIB },
		{ .comm = "first", .reserved = 21 * TIB },
		{ .comm = "third", .reserved = 19 * TIB },
	};
	struct sys_stat sys = {
		.known = KNOWN_MEMORY | KNOWN_TOTALS, .mem_total = TIB,
		.reserved = 60 * TIB + MIB,
	};
	char text[96];
	size_t i;

	(void)state;
	outlier_text(&outlier, text, sizeof(text));
	assert_string_equal(text, "20.0T of it a b and 2 more");
	outlier = (struct outlier){ 0 };
	for (i = 0; i < ARRAY_SIZE(procs); i++)
		outlier_add(&outlier, &procs[i], &sys);
	outlier_settle(&outlier, &sys);
	assert_int_equal(outlier.nr, 3);
	assert_string_equal(outlier.comm, "first");
	assert_true(outlier.reserved == 60 * TIB);
	/* of a machine that is not known nothing is large */
	sys.known = KNOWN_TOTALS;
	outlier = (struct outlier){ 0 };
	outlier_add(&outlier, &procs[2], &sys);
	assert_int_equal(outlier.nr, 0);
}

static void test_user_without_a_name(void **state)
{
	struct model *model = model_new();
	struct sample sample = { 0 };
	struct sample_text *text;

	(void)state;
	fixture_sample(&sample, 0);
	model_update(model, &sample);
	sample_reset(&sample);
	sample.sections = SECTION_TEXTS;
	text = sample_add_text(&sample);
	text->kind = TEXT_USER;
	text->uid = 1000;
	model_update(model, &sample);
	assert_string_equal(find(model, 412)->user, "1000");
	sample_release(&sample);
	model_free(model);
}

static void tell_user(struct model *model, uid_t uid)
{
	static char name[] = "somebody";
	struct sample sample = { .sections = SECTION_TEXTS };
	struct sample_text *text = sample_add_text(&sample);

	text->kind = TEXT_USER;
	text->uid = uid;
	text->text = name;
	model_update(model, &sample);
	text->text = NULL;
	sample_release(&sample);
}

static void become(struct model *model, uid_t uid)
{
	static uint64_t time_ns;
	struct sample sample = { 0 };

	begin(&sample, ++time_ns);
	add(&sample, 5, 1, MIB)->uid = uid;
	model_update(model, &sample);
	sample_release(&sample);
}

static bool asks_for_user(const struct model *model)
{
	struct demand demand = { 0 };
	bool asks = false;
	size_t i;

	model_demand_texts(model, 0, 1, &demand);
	for (i = 0; i < demand.nr_texts; i++)
		asks |= demand.texts[i].kind == TEXT_USER;
	demand_release(&demand);
	return asks;
}

/* It becomes another user with each sample: old names are not kept for ever. */
static void test_a_process_that_is_everybody(void **state)
{
	struct model *model = model_new();
	uid_t uid;

	(void)state;
	for (uid = 1; uid < 10000; uid++) {
		become(model, uid);
		assert_true(asks_for_user(model));
		tell_user(model, uid);
		assert_string_equal(find(model, 5)->user, "somebody");
		become(model, 1);
		if (uid < 4000 || uid > 5000)
			assert_int_equal(asks_for_user(model), uid > 5000);
	}
	become(model, uid - 1);
	assert_false(asks_for_user(model));
	assert_string_equal(find(model, 5)->user, "somebody");
	model_free(model);
}

static void test_changes_since_a_mark(void **state)
{
	struct model *model = model_new();
	struct sample sample = { 0 };
	uint64_t when_ns = 0;

	(void)state;
	begin(&sample, NSEC_PER_SEC);
	add(&sample, 7, 1, 10 * MIB);
	add(&sample, 8, 1, 10 * MIB);
	add(&sample, 9, 1, 10 * MIB);
	sample.sys.resident = 30 * MIB;
	model_update(model, &sample);
	assert_int_equal(model_marked(model, &when_ns), 0);
	assert_false(find(model, 7)->since_known);
	model_mark(model, 77);
	assert_int_equal(model_marked(model, &when_ns), 1);
	assert_int_equal(when_ns, 77);
	assert_true(find(model, 7)->since_known);
	assert_int_equal(find(model, 7)->since_touched, 0);
	/* 7 grows, 8 is another process now, 9 shrinks, 10 is new */
	begin(&sample, 2 * NSEC_PER_SEC);
	add(&sample, 7, 1, 13 * MIB)->reserved += MIB;
	add(&sample, 8, 2, 10 * MIB);
	add(&sample, 9, 1, 4 * MIB);
	add(&sample, 10, 1, 4 * MIB);
	sample.sys.resident = 31 * MIB;
	model_update(model, &sample);
	assert_int_equal(find(model, 7)->since_touched, 3 * MIB);
	assert_int_equal(find(model, 7)->since_reserved, MIB);
	assert_false(find(model, 8)->since_known);
	assert_int_equal(find(model, 9)->since_touched, -6 * (int64_t)MIB);
	assert_false(find(model, 10)->since_known);
	assert_true(model_totals(model)->since_known);
	assert_int_equal(model_totals(model)->since_touched, MIB);
	/* another mark has another number and begins anew */
	model_unmark(model);
	assert_int_equal(model_marked(model, &when_ns), 0);
	assert_false(find(model, 7)->since_known);
	assert_false(model_totals(model)->since_known);
	model_mark(model, 99);
	assert_int_equal(model_marked(model, &when_ns), 2);
	assert_int_equal(find(model, 7)->since_touched, 0);
	assert_true(find(model, 10)->since_known);
	/* what is looked into from now on was not when it was set */
	assert_false(model_mark_is_past(model));
	model_look_into(model, (struct proc_id){ .pid = 7, .start_ns = 1 });
	assert_true(model_mark_is_past(model));
	model_unmark(model);
	assert_false(model_mark_is_past(model));
	model_mark(model, 111);
	assert_false(model_mark_is_past(model));
	sample_release(&sample);
	model_free(model);
}

/* While it is paused no sample comes that would make the order. */
static void test_a_mark_makes_order_and_sums_anew(void **state)
{
	struct model *model = model_new();
	struct sample sample = { 0 };
	struct proc_id parent = { .pid = 7, .start_ns = 1 };

	(void)state;
	model_sort(model, &process_fields[FIELD_SINCE], false);
	model_set_tree(model, true);
	tree_fold(model_tree(model), parent, true);
	begin(&sample, NSEC_PER_SEC);
	add(&sample, 7, 1, MIB);
	add(&sample, 8, 1, MIB)->ppid = 7;
	add(&sample, 9, 1, MIB);
	model_update(model, &sample);
	assert_false(model_row(model, 0)->since_known);
	model_mark(model, 77);
	assert_true(model_row(model, 0)->since_known);
	begin(&sample, 2 * NSEC_PER_SEC);
	add(&sample, 7, 1, MIB);
	add(&sample, 8, 1, 2 * MIB)->ppid = 7;
	add(&sample, 9, 1, 9 * MIB);
	model_update(model, &sample);
	assert_int_equal(model_row(model, 0)->now.id.pid, 9);
	assert_int_equal(model_row(model, 1)->since_touched, MIB);
	/* both changed by nothing since that one */
	model_mark(model, 78);
	assert_int_equal(model_row(model, 0)->now.id.pid, 7);
	assert_int_equal(model_row(model, 0)->since_touched, 0);
	model_unmark(model);
	assert_false(model_row(model, 0)->since_known);
	sample_release(&sample);
	model_free(model);
}

/* Of a great many below it not some, of which a sum would be too small. */
static void test_much_that_is_folded_is_not_read(void **state)
{
	struct model *model = model_new();
	struct sample sample = { 0 };
	struct demand demand = { 0 };
	pid_t pid;

	(void)state;
	model_sort(model, &process_fields[FIELD_PID], false);
	model_set_tree(model, true);
	for (pid = 1; pid <= 3; pid++)
		tree_fold(model_tree(model), (struct proc_id){ pid, 1 }, true);
	begin(&sample, NSEC_PER_SEC);
	for (pid = 1; pid <= 503; pid++)
		add(&sample, pid, 1, MIB)->ppid = pid <= 3   ? 0 :
						  pid <= 103 ? 1 :
						  pid <= 403 ? 2 : 3;
	model_update(model, &sample);
	assert_int_equal(model_nr_rows(model), 3);
	model_demand_rows(model, 0, 10, &demand);
	/* three, a hundred below the first, none of 300, a hundred of the last */
	assert_int_equal(demand.nr_shown, 203);
	assert_int_equal(demand.shown[101].pid, 2);
	assert_int_equal(demand.shown[102].pid, 3);
	demand_release(&demand);
	sample_release(&sample);
	model_free(model);
}

/* In whatever order they were asked for, one of them twice. */
static void test_pids_in_any_order(void **state)
{
	static const pid_t pids[] = { 9, 3, 7, 3, 11, 1 };
	struct model *model = model_new();
	struct sample sample = { 0 };
	pid_t pid;

	(void)state;
	begin(&sample, NSEC_PER_SEC);
	for (pid = 1; pid <= 12; pid++)
		add(&sample, pid, 1, MIB);
	model_update(model, &sample);
	model_set_pids(model, pids, ARRAY_SIZE(pids));
	assert_int_equal(model_nr_listed(model), 5);
	model_list_pid(model, 6);
	model_list_pid(model, 9);
	model_list_pid(model, 2);
	assert_int_equal(model_nr_listed(model), 7);
	for (pid = 1; pid <= 12; pid++)
		assert_int_equal(!!find(model, pid),
				 pid <= 3 || pid == 6 || pid == 7 ||
					 pid == 9 || pid == 11);
	sample_release(&sample);
	model_free(model);
}

/* Each once, wherever it stands among the others. */
static void test_each_user_is_asked_for_once(void **state)
{
	static const uid_t uids[] = { 1000, 0, 65534, 1000, 4294967295U, 5, 0, 5 };
	struct demand demand = { 0 }, other = { 0 };
	struct proc_id id = { .pid = 7, .start_ns = 1 };
	size_t i;
	int round;

	(void)state;
	for (round = 0; round < 2; round++) {
		demand_text(&demand, TEXT_COMMAND, id, 5);
		for (i = 0; i < ARRAY_SIZE(uids); i++)
			demand_user(&demand, id, uids[i]);
		assert_int_equal(demand.nr_texts, 6);
		for (i = 0; i < 3; i++)
			assert_int_equal(demand.texts[i + 1].uid, uids[i]);
		/* a copy knows of them, too */
		demand_copy(&other, &demand);
		demand_user(&other, id, 5);
		assert_int_equal(other.nr_texts, 6);
		demand_reset(&demand);
	}
	/* and what was left out may be asked for again */
	demand_keep_texts(&other, TEXT_BIT(TEXT_COMMAND));
	assert_int_equal(other.nr_texts, 1);
	demand_user(&other, id, 5);
	assert_int_equal(other.nr_texts, 2);
	demand_release(&demand);
	demand_release(&other);
}

/* Who begins to record looks at no other place for that. */
static void test_runs_are_no_other_place(void **state)
{
	struct demand before = { 0 }, now = { 0 };

	(void)state;
	before.target.id = (struct proc_id){ .pid = 7, .start_ns = 1 };
	before.target.mappings = true;
	demand_scan(&before, SCAN_WHOLE, 0, PAGE_BYTES, 1);
	demand_scan(&before, SCAN_WINDOW, 0, PAGE_BYTES, 1);
	demand_copy(&now, &before);
	now.target.runs = true;
	assert_false(demand_looks_elsewhere(&now.target, &before.target));
	/* and what is new is told with them */
	demand_copy(&before, &now);
	demand_scan(&now, SCAN_WHOLE, PAGE_BYTES, 2 * PAGE_BYTES, 1);
	assert_true(demand_looks_elsewhere(&now.target, &before.target));
	before.target.runs = false;
	demand_keep_news(&now.target, &before.target);
	assert_int_equal(now.target.nr_scans, 2);
	assert_true(now.target.runs);
	demand_reset(&now);
	assert_false(now.target.runs);
	demand_release(&before);
	demand_release(&now);
}

/* A fold's row is in the tree as its sum is; who is hidden is not. */
static void test_rows_know_their_place(void **state)
{
	struct model *model = model_new();
	struct sample sample = { 0 };

	(void)state;
	model_set_tree(model, true);
	tree_fold(model_tree(model), (struct proc_id){ 7, 1 }, true);
	begin(&sample, NSEC_PER_SEC);
	add(&sample, 6, 1, MIB);
	add(&sample, 7, 1, MIB)->ppid = 6;
	add(&sample, 8, 1, MIB)->ppid = 7;
	model_update(model, &sample);
	assert_ptr_not_equal(model_pid(model, 7), model_row(model, 1));
	assert_ptr_equal(model_pid(model, 7)->node, model_row(model, 1)->node);
	assert_non_null(model_pid(model, 7)->node);
	assert_non_null(model_pid(model, 6)->node);
	assert_null(model_pid(model, 8)->node);
	model_set_tree(model, false);
	assert_null(model_pid(model, 7)->node);
	sample_release(&sample);
	model_free(model);
}

static void tell_cgroup(struct model *model, pid_t pid, size_t len)
{
	struct sample sample = { .sections = SECTION_TEXTS };
	struct sample_text *text = sample_add_text(&sample);

	text->kind = TEXT_CGROUP;
	text->id = (struct proc_id){ pid, 1 };
	text->text = calloc(1, len + 1);
	assert_non_null(text->text);
	memset(text->text, 'x', len);
	model_update(model, &sample);
	sample_release(&sample);
}

/* As deep as paths go, for as many as there may be. */
static void test_all_cgroups_together_have_a_bound(void **state)
{
	const pid_t nr = 6000;
	struct model *model = model_new();
	struct sample sample = { 0 };
	size_t bytes = 0;
	pid_t pid;

	(void)state;
	begin(&sample, NSEC_PER_SEC);
	for (pid = 1; pid <= nr; pid++)
		add(&sample, pid, 1, MIB);
	model_set_pids(model, &nr, 1);
	model_update(model, &sample);
	for (pid = 1; pid <= nr; pid++)
		tell_cgroup(model, pid, 4000);
	for (pid = 1; pid <= nr; pid++)
		bytes += strlen(model_pid(model, pid)->cgroup) + 1;
	assert_in_range(bytes, 15 * MIB, 18 * MIB);
	assert_int_equal(strlen(model_pid(model, 1)->cgroup), 4000);
	assert_string_equal(model_pid(model, nr)->cgroup + 250, "xx...");
	/* what has become shorter makes room, and so does who ends */
	for (pid = 1; pid <= nr / 2; pid++)
		tell_cgroup(model, pid, 10);
	tell_cgroup(model, nr, 4000);
	assert_int_equal(strlen(model_pid(model, nr)->cgroup), 4000);
	sample.nr_procs = 0;
	model_update(model, &sample);
	begin(&sample, 2 * NSEC_PER_SEC);
	for (pid = 1; pid <= nr; pid++)
		add(&sample, pid, 1, MIB);
	model_update(model, &sample);
	for (pid = 1; pid <= 4000; pid++)
		tell_cgroup(model, pid, 4000);
	assert_int_equal(strlen(model_pid(model, 4000)->cgroup), 4000);
	sample_release(&sample);
	model_free(model);
}

static void test_the_target_is_one_process(void **state)
{
	struct model *model = model_new();
	struct sample sample = { 0 };
	const struct proc_id id = { 7, 1 };

	(void)state;
	assert_null(model_target(model));
	sample.sections = SECTION_TARGET;
	sample.target.id = id;
	sample.target.state = TARGET_OK;
	/* it came too late: nobody looks any more */
	model_update(model, &sample);
	model_look_into(model, id);
	assert_int_equal(model_target(model)->now.state, TARGET_UNKNOWN);
	model_update(model, &sample);
	assert_int_equal(model_target(model)->now.state, TARGET_OK);
	model_look_into(model, (struct proc_id){ 0 });
	assert_null(model_target(model));
	begin(&sample, NSEC_PER_SEC);
	add(&sample, 2, 0, 0)->flags = PROC_KTHREAD;
	add(&sample, 7, 1, 0);
	model_update(model, &sample);
	assert_non_null(model_process(model, id));
	assert_null(model_process(model, (struct proc_id){ 7, 2 }));
	assert_non_null(model_pid(model, 2));
	assert_null(model_pid(model, 3));
	sample_release(&sample);
	model_free(model);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_the_largest_of_a_family),
	cmocka_unit_test(test_a_pid_more_is_listed),
	cmocka_unit_test(test_a_pid_that_came_round_again),
	cmocka_unit_test(test_rates_are_over_the_measured_interval),
	cmocka_unit_test(test_clocks_that_step),
	cmocka_unit_test(test_fault_rates_need_faults_of_both_samples),
	cmocka_unit_test(test_totals_of_blocks_are_known_if_all_are),
	cmocka_unit_test(test_a_reused_pid_is_a_new_row),
	cmocka_unit_test(test_merge_of_all_subsets),
	cmocka_unit_test(test_order_and_ties),
	cmocka_unit_test(test_order_of_many_samples),
	cmocka_unit_test(test_percent_order_is_exact),
	cmocka_unit_test(test_kernel_threads_only_by_pid),
	cmocka_unit_test(test_totals),
	cmocka_unit_test(test_pages_and_their_age),
	cmocka_unit_test(test_the_rate_of_a_rows_zeros),
	cmocka_unit_test(test_zeros_of_who_does_nothing_stand),
	cmocka_unit_test(test_a_turn_that_is_missed_comes_later),
	cmocka_unit_test(test_zeros_of_who_does_something_are_counted),
	cmocka_unit_test(test_zeros_stand_by_an_exact_account_alone),
	cmocka_unit_test(test_zeros_that_stood_grow_old_later),
	cmocka_unit_test(test_zeros_from_before_the_list_do_not_stand),
	cmocka_unit_test(test_what_repeats_is_no_news),
	cmocka_unit_test(test_rates_of_who_does_nothing),
	cmocka_unit_test(test_who_turns_out_to_be_of_the_kernel),
	cmocka_unit_test(test_the_width_of_another_user),
	cmocka_unit_test(test_pages_that_repeat_are_no_news),
	cmocka_unit_test(test_a_command_that_repeats_is_no_news),
	cmocka_unit_test(test_the_rate_of_all_zeros),
	cmocka_unit_test(test_counts_that_nobody_asks_for_grow_old),
	cmocka_unit_test(test_a_long_count_is_as_old_as_its_beginning),
	cmocka_unit_test(test_counts_of_the_memory_before_an_exec),
	cmocka_unit_test(test_rows_on_screen_are_counted_first),
	cmocka_unit_test(test_pages_of_another_process_are_not_taken),
	cmocka_unit_test(test_texts_are_asked_for_once),
	cmocka_unit_test(test_exec_asks_for_the_command_again),
	cmocka_unit_test(test_cgroups_are_asked_for_until_known),
	cmocka_unit_test(test_no_title_is_older_than_the_bound),
	cmocka_unit_test(test_who_does_nothing_writes_no_title),
	cmocka_unit_test(test_who_ran_once_may_have_written_a_title),
	cmocka_unit_test(test_what_is_sorted_by_is_known_of_all),
	cmocka_unit_test(test_who_could_not_be_named_is_asked_for_again),
	cmocka_unit_test(test_all_commands_together_have_a_bound),
	cmocka_unit_test(test_half_of_touched_makes_no_total),
	cmocka_unit_test(test_hidden_processes_are_counted_as_denied),
	cmocka_unit_test(test_who_hides_all_others_is_named),
	cmocka_unit_test(test_two_that_hide_all_others_are_named),
	cmocka_unit_test(test_user_without_a_name),
	cmocka_unit_test(test_a_process_that_is_everybody),
	cmocka_unit_test(test_changes_since_a_mark),
	cmocka_unit_test(test_much_that_is_folded_is_not_read),
	cmocka_unit_test(test_pids_in_any_order),
	cmocka_unit_test(test_each_user_is_asked_for_once),
	cmocka_unit_test(test_runs_are_no_other_place),
	cmocka_unit_test(test_rows_know_their_place),
	cmocka_unit_test(test_all_cgroups_together_have_a_bound),
	cmocka_unit_test(test_a_mark_makes_order_and_sums_anew),
	cmocka_unit_test(test_the_target_is_one_process),
};

int main(void)
{
	return cmocka_run_group_tests_name("model", tests, NULL, NULL);
}
