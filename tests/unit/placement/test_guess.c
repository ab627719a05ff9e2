// SPDX-License-Identifier: GPL-2.0
/* What is guessed for a file that nobody knows a subject prefix of, and for which files. */
#include "world.h"

#include "placement/guess.h"

static const char maintainers[] = "DESIGNWARE EDMA\n"
				  "F:\tdrivers/dma/dw-edma/\n"
				  "\n"
				  "DMA\n"
				  "F:\tdrivers/dma/\n"
				  "F:\tinclude/linux/dma*.h\n"
				  "\n"
				  "FOO\n"
				  "F:\tdrivers/net/ethernet/foo/\n"
				  "\n"
				  "I2C\n"
				  "F:\tdrivers/i2c/busses/\n";

static void the_prefix_follows_neighbours_entries_and_folders(void **state)
{
	struct keyed_text known[] = {
		{ (char *)"drivers/dma/ioat/", (char *)"dmaengine: ioatdma" },
		{ (char *)"drivers/edac/thunderx_edac.c", (char *)"EDAC/thunderx" },
		{ (char *)"drivers/i2c/busses/i2c-ismt.c", (char *)"i2c: ismt" },
		{ (char *)"drivers/net/ethernet/realtek/r8169_main.c", (char *)"r8169" },
		{ (char *)"drivers/net/wireless/ath/ath9k/", (char *)"wifi: ath9k" },
		{ (char *)"sound/pci/hda/", (char *)"ALSA: hda/intel" },
	};
	const struct keyed_texts sections = { known, ARRAY_SIZE(known), ARRAY_SIZE(known) };
	static const struct {
		const char *path, *section, *subject;
	} samples[] = {
		{ "drivers/dma/dw-edma/dw-edma-pcie.c", "drivers/dma/dw-edma/",
		  "dmaengine: dw-edma" },
		{ "drivers/dma/dw-edma/core.c", "drivers/dma/dw-edma/", "dmaengine: dw-edma" },
		{ "drivers/edac/other_edac.c", "drivers/edac/other_edac.c", "EDAC/other_edac" },
		{ "drivers/i2c/busses/i2c-new.c", "drivers/i2c/busses/i2c-new.c", "i2c: new" },
		{ "drivers/net/wireless/ath/ath12k/pci.c", "drivers/net/wireless/ath/ath12k/",
		  "wifi: ath12k" },
		{ "drivers/net/ethernet/foo/deep/x.c", "drivers/net/ethernet/foo/", "net: foo" },
		{ "drivers/net/ethernet/realtek/r8200.c", "drivers/net/ethernet/realtek/r8200.c",
		  "net: r8200" },
		{ "drivers/gpio/gpio-new.c", "drivers/gpio/gpio-new.c", "gpio: new" },
		{ "sound/pci/lola/lola.c", "sound/pci/lola/", "ALSA: lola" },
		{ "drivers/thunderbolt/thunderbolt.c", "drivers/thunderbolt/thunderbolt.c",
		  "thunderbolt" },
		{ "kernel/x.c", "kernel/x.c", "kernel: x" },
		{ "x.c", "x.c", "x" },
	};
	struct guesses guesses = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		const struct guess *guess = guess_prefix(&guesses, &sections, maintainers,
							 samples[i].path);

		assert_string_equal(guess->section, samples[i].section);
		assert_string_equal(guess->subject, samples[i].subject);
		assert_true(guesses_has(&guesses, samples[i].path));
	}
	assert_false(guesses_has(&guesses, "drivers/dma/other.c"));
	assert_int_equal(guesses.nr, ARRAY_SIZE(samples) - 1);
	assert_int_equal(guesses.v[0].files.nr, 2);
	guesses_release(&guesses);
}

static void a_guess_is_told_as_a_section(void **state)
{
	const struct keyed_texts none = { 0 };
	struct guesses guesses = { 0 };
	char *text;

	guess_prefix(&guesses, &none, NULL, "drivers/gpio/gpio-new.c");
	guess_again(&guesses, "drivers/spi/spi-x.c", "spi: as it was");
	text = guesses_text(&guesses);
	assert_string_equal(text, "[prefix \"drivers/gpio/gpio-new.c\"]\n\tsubject = gpio: new\n"
				  "[prefix \"drivers/spi/spi-x.c\"]\n\tsubject = spi: as it was\n");
	free(text);
	guesses_release(&guesses);
}

RUN_TESTS(TEST(the_prefix_follows_neighbours_entries_and_folders),
	  TEST(a_guess_is_told_as_a_section))
