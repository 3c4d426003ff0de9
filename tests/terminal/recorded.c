// SPDX-License-Identifier: GPL-2.0
/*
 * recorded FILE: what a recording has, for tests: a word and a number, or a
 * word, in each line.
 * recorded --times FILE: when each of its samples came, in seconds from its
 * beginning, as @ + takes them.
 * Exits 1 where it can't be opened.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "data/recording.h"

static struct {
	unsigned long lists, texts, commands, users, targets, mappings, looks;
	unsigned long runs, procs;
} nr;

static void count_texts(const struct sample *sample)
{
	size_t i;

	nr.texts += sample->nr_texts;
	for (i = 0; i < sample->nr_texts; i++) {
		nr.commands += sample->texts[i].kind == TEXT_COMMAND &&
			       sample->texts[i].text;
		nr.users += sample->texts[i].kind == TEXT_USER &&
			    sample->texts[i].text;
	}
}

static void count(const struct sample *sample)
{
	if (sample->sections & SECTION_LIST) {
		nr.lists++;
		nr.procs = sample->nr_procs;
	}
	if (sample->sections & SECTION_TEXTS)
		count_texts(sample);
	if (sample->sections & SECTION_TARGET) {
		nr.targets++;
		nr.mappings += sample->nr_mappings;
	}
	if (sample->sections & SECTION_RUNS) {
		nr.looks += sample->nr_looks;
		nr.runs += sample->nr_runs;
	}
}

static void print_counts(struct recording_reader *reader)
{
	struct sample sample = { 0 };
	const char *damage;

	while (recording_next(reader, &sample))
		count(&sample);
	damage = recording_damage(reader);
	printf("source %s\nlists %lu\nprocs %lu\ntexts %lu\ncommands %lu\n"
	       "users %lu\ntargets %lu\nmappings %lu\nlooks %lu\nruns %lu\n"
	       "damage %s\n",
	       recording_header(reader)->source, nr.lists, nr.procs, nr.texts,
	       nr.commands, nr.users, nr.targets, nr.mappings, nr.looks,
	       nr.runs, damage ? damage : "none");
	sample_release(&sample);
}

/* Rounded up to 10 ns: a sample is there when its time has come. */
static void print_times(const struct recording_reader *reader)
{
	uint64_t begin = recording_frame(reader, 0)->time_ns, after;
	size_t i;

	for (i = 0; i < recording_nr(reader); i++) {
		after = (recording_frame(reader, i)->time_ns - begin + 9) / 10;
		printf("%" PRIu64 ".%08" PRIu64 "\n", after / 100000000,
		       after % 100000000);
	}
}

int main(int argc, char **argv)
{
	bool times = argc == 3 && !strcmp(argv[1], "--times");
	struct recording_reader *reader;
	char why[RECORDING_WHY];

	if (argc != 2 && !times)
		return 2;
	reader = recording_open(argv[argc - 1], why);
	if (!reader) {
		fprintf(stderr, "%s: %s\n", argv[argc - 1], why);
		return 1;
	}
	if (times)
		print_times(reader);
	else
		print_counts(reader);
	recording_reader_free(reader);
	return 0;
}
