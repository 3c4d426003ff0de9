// SPDX-License-Identifier: GPL-2.0
/*
 * What a browser has made of a screen: told as lines of text in <pre id=told>.
 * The page has the screen itself, and as data-svg of <body> the same picture
 * again, base64, to look at its pixels; an HTML has no such one.
 */
"use strict";

const MARGIN = 10, WIDTH = 8, HEIGHT = 16;
const told = [];

/* The edge of a glyph may be a bit beside that of its cell. */
function columns(x) {
	const nearest = Math.round(x);

	return Math.abs(x - nearest) < 0.25 ? nearest : x.toFixed(2);
}

/* Where each word of the SVG is: "word ROW COLUMN END TEXT". */
function tellWords(svg) {
	const origin = svg.getBoundingClientRect();

	for (const span of svg.querySelectorAll("tspan")) {
		const box = span.getBoundingClientRect();
		const row = (span.parentNode.getAttribute("y") - 12 - MARGIN) /
			    HEIGHT;
		const left = (box.left - origin.left - MARGIN) / WIDTH;
		const right = (box.right - origin.left - MARGIN) / WIDTH;

		told.push(`word ${row} ${columns(left)} ${columns(right)} ${span.textContent}`);
	}
}

/* Characters of a <pre> that don't stand at their column: "astray N of ALL". */
function tellCharacters(pre) {
	const walker = document.createTreeWalker(pre, NodeFilter.SHOW_TEXT);
	const range = document.createRange();
	const origin = pre.getBoundingClientRect().left;
	let column = 0, astray = 0, all = 0;

	for (let node; (node = walker.nextNode());) {
		for (let i = 0; i < node.data.length; i++) {
			if (node.data[i] === "\n") {
				column = 0;
				continue;
			}
			range.setStart(node, i);
			range.setEnd(node, i + 1);
			const left = range.getBoundingClientRect().left - origin;

			astray += Math.abs(left / WIDTH - column) > 0.2;
			all++;
			column++;
		}
	}
	told.push(`astray ${astray} of ${all}`);
}

/* How much of a cell is drawn on: all, nothing, or some of it. */
function inkOf(pixels, x, y, background) {
	let ink = 0;

	for (let dy = 0; dy < HEIGHT; dy++) {
		for (let dx = 0; dx < WIDTH; dx++) {
			const at = 4 * ((y + dy) * pixels.width + x + dx);
			const far = [0, 1, 2].some(i =>
				Math.abs(pixels.data[at + i] -
					 background[i]) > 24);

			ink += far;
		}
	}
	ink /= WIDTH * HEIGHT;
	return ink > 0.97 ? "#" : ink < 0.06 ? "." : "+";
}

/* The picture as a letter a cell: "ink LINE" for each row. */
function tellInk(image) {
	const canvas = document.createElement("canvas");
	const context = canvas.getContext("2d");

	canvas.width = image.width;
	canvas.height = image.height;
	context.drawImage(image, 0, 0);
	const pixels = context.getImageData(0, 0, image.width, image.height);
	const background = pixels.data.slice(0, 3);

	for (let y = MARGIN; y + HEIGHT <= image.height - MARGIN; y += HEIGHT) {
		let line = "";

		for (let x = MARGIN; x + WIDTH <= image.width - MARGIN; x += WIDTH)
			line += inkOf(pixels, x, y, background);
		told.push(`ink ${line}`);
	}
}

function tell() {
	const pre = document.createElement("pre");

	pre.id = "told";
	pre.textContent = "\n" + told.join("\n") + "\nend\n";
	document.body.append(pre);
}

window.onload = async () => {
	const svg = document.querySelector("svg");
	const pre = document.querySelector("pre");
	const data = document.body.dataset.svg;

	if (svg)
		tellWords(svg);
	if (pre)
		tellCharacters(pre);
	if (data) {
		const image = new Image();

		image.src = "data:image/svg+xml;base64," + data;
		await image.decode();
		tellInk(image);
	}
	tell();
};
