// SPDX-License-Identifier: GPL-2.0
/*
 * recorded FILE: what a recording has, for tests: a word and a number, or a
 * word, in each line. Exits 1 where it can't be opened.
 */
#include <stdio.h>

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

int main(int argc, char **argv)
{
	struct recording_reader *reader;
	struct sample sample = { 0 };
	char why[RECORDING_WHY];
	const char *damage;

	if (argc != 2)
		return 2;
	reader = recording_open(argv[1], why);
	if (!reader) {
		fprintf(stderr, "%s: %s\n", argv[1], why);
		return 1;
	}
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
	recording_reader_free(reader);
	return 0;
}
