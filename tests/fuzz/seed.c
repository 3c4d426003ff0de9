// SPDX-License-Identifier: GPL-2.0
/*
 * seed FOLDER: write there what recording_fuzz begins with, small recordings
 * and small payloads of samples at random.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "data/recording_payload.h"
#include "fixture_recording.h"

static FILE *new_file(const char *folder, const char *kind, uint64_t series)
{
	char path[512];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s-%llu", folder, kind,
		 (unsigned long long)series);
	file = fopen(path, "we");
	if (!file) {
		perror(path);
		exit(1);
	}
	return file;
}

static void write_recording(FILE *file, int mode, uint64_t series)
{
	struct recording_writer *writer;
	struct sample sample = { 0 };
	struct world world;
	int i;

	fputc(mode, file);
	fflush(file);
	writer = recording_writer_new(dup(fileno(file)), &world_header);
	world_init(&world, series, 3);
	for (i = 0; writer && i < 3; i++) {
		world_next(&world, &sample);
		recording_write(writer, &sample,
				world.now_ns + (uint64_t)i * 40000000000);
	}
	if (recording_close(writer) != ST_OK)
		exit(1);
	fclose(file);
	world_release(&world);
	sample_release(&sample);
}

static void write_payloads(FILE *file, uint64_t series)
{
	struct rec_state state = { 0 };
	struct rec_moment moment = { .time_ns = 1000000 };
	struct sample sample = { 0 };
	struct rec_out out = { 0 }, all = { 0 };
	struct world world;
	int i;

	rec_put_fixed(&all, 2, 1);
	world_init(&world, series, 3);
	for (i = 0; i < 4; i++) {
		world_next(&world, &sample);
		moment.key = i % 3 == 0;
		out.len = 0;
		if (rec_put_payload(&out, &state, &moment, &sample) != ST_OK ||
		    out.len > UINT16_MAX)
			exit(1);
		rec_put_fixed(&all, moment.key, 1);
		rec_put_fixed(&all, out.len, 2);
		rec_put_bytes(&all, out.data, out.len);
		moment.time_ns += 1000000000;
	}
	fwrite(all.data, 1, all.len, file);
	fclose(file);
	free(out.data);
	free(all.data);
	rec_state_release(&state);
	world_release(&world);
	sample_release(&sample);
}

int main(int argc, char **argv)
{
	uint64_t series;

	if (argc != 2) {
		fprintf(stderr, "usage: seed FOLDER\n");
		return 2;
	}
	for (series = 1; series <= 4; series++) {
		write_recording(new_file(argv[1], "file", series), 0, series);
		write_recording(new_file(argv[1], "right", series), 1, series);
	}
	for (series = 1; series <= 16; series++)
		write_payloads(new_file(argv[1], "payload", series), series);
	return 0;
}
