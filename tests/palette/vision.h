/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TESTS_PALETTE_VISION_H
#define TESTS_PALETTE_VISION_H

#include <math.h>
#include <stdint.h>

/*
 * What eyes make of colours, 0xRRGGBB: contrast as WCAG 2 has it, distance as
 * CIE76 in Lab (D65), and eyes that lack a kind of cone as Machado, Oliveira
 * and Fernandes have them (2009, severity 1).
 */
enum eyes { EYES_NORMAL, EYES_PROTAN, EYES_DEUTAN, EYES_TRITAN, NR_EYES };

struct lab {
	double l, a, b;
};

static inline void linear_of(uint32_t rgb, double out[3])
{
	double c;
	int i;

	for (i = 0; i < 3; i++) {
		c = (rgb >> (16 - 8 * i) & 0xff) / 255.0;
		out[i] = c <= 0.04045 ? c / 12.92 :
					pow((c + 0.055) / 1.055, 2.4);
	}
}

static inline double luminance(uint32_t rgb)
{
	double c[3];

	linear_of(rgb, c);
	return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
}

/* 1 to 21, whichever of the two is the lighter one. */
static inline double contrast(uint32_t a, uint32_t b)
{
	double la = luminance(a) + 0.05, lb = luminance(b) + 0.05;

	return la > lb ? la / lb : lb / la;
}

static inline double lab_step(double t)
{
	return t > 216.0 / 24389 ? cbrt(t) : t * 841 / 108 + 4.0 / 29;
}

static inline void seen_by(enum eyes eyes, const double in[3], double out[3])
{
	static const double machado[NR_EYES][9] = {
		{ 1, 0, 0, 0, 1, 0, 0, 0, 1 },
		{ 0.152286, 1.052583, -0.204868, 0.114503, 0.786281,
		  0.099216, -0.003882, -0.048116, 1.051998 },
		{ 0.367322, 0.860646, -0.227968, 0.280085, 0.672501,
		  0.047413, -0.011820, 0.042940, 0.968881 },
		{ 1.255528, -0.076749, -0.178779, -0.078411, 0.930809,
		  0.147602, 0.004733, 0.691367, 0.303900 },
	};
	const double *m = machado[eyes];
	int i;

	for (i = 0; i < 3; i++, m += 3) {
		out[i] = m[0] * in[0] + m[1] * in[1] + m[2] * in[2];
		out[i] = fmin(1, fmax(0, out[i]));
	}
}

static inline struct lab lab_of(uint32_t rgb, enum eyes eyes)
{
	double in[3], c[3], x, y, z;

	linear_of(rgb, in);
	seen_by(eyes, in, c);
	x = (0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2]) / 0.95047;
	y = 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
	z = (0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]) / 1.08883;
	x = lab_step(x);
	y = lab_step(y);
	z = lab_step(z);
	return (struct lab){ 116 * y - 16, 500 * (x - y), 200 * (y - z) };
}

static inline double lab_distance(struct lab p, struct lab q)
{
	return sqrt((p.l - q.l) * (p.l - q.l) + (p.a - q.a) * (p.a - q.a) +
		    (p.b - q.b) * (p.b - q.b));
}

#endif
