// SPDX-License-Identifier: GPL-2.0-only
/*
 * A driver in every style that takes and gives back MSI and MSI-X vectors: for QEMU's edu
 * device, which has one MSI, and for its e1000e, which has an MSI and five MSI-X.
 *
 * One struct pci_driver for each style, named "life-" and the style. None has an id
 * table: /init binds them by driver_override. Each bind takes its vectors, requests their
 * interrupts, makes the device raise one after the other, and prints a line with the nonce
 * of the run once all have arrived.
 *
 * HAVE_PCIM is defined where the kernel has pcim_alloc_irq_vectors(), HAVE_PCIM_MSIX where
 * it has pcim_enable_msix_range().
 */
#include <linux/completion.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/pci.h>

#define EDU_STATUS 0x24 /* interrupts that are raised */
#define EDU_RAISE  0x60
#define EDU_ACK	   0x64

#define E1000E_STATUS 0xc0 /* interrupts that are raised; writing ones acknowledges them */
#define E1000E_RAISE  0xc8
#define E1000E_UNMASK 0xd0
#define E1000E_MASK   0xd8
#define E1000E_ROUTE  0xe4 /* four bits for each cause: 8, and the entry of the MSI-X table */
#define E1000E_RXQ0   BIT(20)
#define E1000E_TXQ0   BIT(22)

/* With gaps: every second entry of the table, as gpio-thunderx does. */
#define MSIX_VECTORS  2
#define MSIX_ENTRY(i) (2 * (i))
/* More than the device has. */
#define MSIX_TOO_MANY 6

static char *nonce = "";
module_param(nonce, charp, 0444);

struct style {
	struct pci_driver driver;
	int (*take)(struct pci_dev *pdev);
	bool plain;	/* pci_enable_device(), and all is given back by hand */
	bool frees;	/* gives the vectors back in remove() */
	bool refuses;	/* probe() fails after all was taken */
};

struct life {
	struct completion came;
	void __iomem *bar;
	struct msix_entry entries[MSIX_TOO_MANY];
	bool table; /* the interrupt numbers are in entries */
	int requested;
	int irq; /* the one that must come */
};

/* One device, one bind at a time. */
static struct life life;

static bool is_edu(struct pci_dev *pdev)
{
	return pdev->vendor == 0x1234;
}

static u32 cause_of(struct pci_dev *pdev, int nr)
{
	if (is_edu(pdev))
		return 1;
	return nr ? E1000E_TXQ0 : E1000E_RXQ0;
}

static irqreturn_t handle(int irq, void *data)
{
	bool edu = is_edu(data);
	u32 raised = ioread32(life.bar + (edu ? EDU_STATUS : E1000E_STATUS));

	if (!raised || irq != life.irq)
		return IRQ_NONE;
	iowrite32(raised, life.bar + (edu ? EDU_ACK : E1000E_STATUS));
	complete(&life.came);
	return IRQ_HANDLED;
}

static int irq_of(struct pci_dev *pdev, int nr)
{
	return life.table ? life.entries[nr].vector : pci_irq_vector(pdev, nr);
}

/* No interrupt but those of the two causes, each to its entry of the table. */
static void prepare(struct pci_dev *pdev)
{
	u32 routes = 8 | MSIX_ENTRY(0) | (8 | MSIX_ENTRY(1)) << 8;

	if (is_edu(pdev))
		return;
	iowrite32(~0, life.bar + E1000E_MASK);
	iowrite32(~0, life.bar + E1000E_STATUS);
	iowrite32(routes, life.bar + E1000E_ROUTE);
	iowrite32(E1000E_RXQ0 | E1000E_TXQ0, life.bar + E1000E_UNMASK);
}

/* Does the interrupt of this vector arrive? */
static int try_interrupt(struct pci_dev *pdev, int nr)
{
	reinit_completion(&life.came);
	life.irq = irq_of(pdev, nr);
	iowrite32(cause_of(pdev, nr), life.bar + (is_edu(pdev) ? EDU_RAISE : E1000E_RAISE));
	return wait_for_completion_timeout(&life.came, HZ) ? 0 : -ETIMEDOUT;
}

static int try_interrupts(struct pci_dev *pdev, int count)
{
	int ret = 0;

	for (int nr = 0; nr < count && !ret; nr++)
		ret = try_interrupt(pdev, nr);
	return ret;
}

/* What drivers did before there was another way. */

static int old_call(struct pci_dev *pdev)
{
	return pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI);
}

static int old_affinity(struct pci_dev *pdev)
{
	struct irq_affinity affinity = { .pre_vectors = 0 };

	return pci_alloc_irq_vectors_affinity(pdev, 1, 1, PCI_IRQ_MSI | PCI_IRQ_AFFINITY, &affinity);
}

static int old_msi(struct pci_dev *pdev)
{
	int ret = pci_enable_msi(pdev);

	return ret ? ret : 1;
}

/* The device has no MSI-X. */
static int old_fallback(struct pci_dev *pdev)
{
	int ret = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSIX);

	return ret < 0 ? pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI) : -EEXIST;
}

static int old_twice(struct pci_dev *pdev)
{
	int ret = old_call(pdev);

	if (ret < 0)
		return ret;
	pci_free_irq_vectors(pdev);
	return old_call(pdev);
}

/* The calls that fill a table, all with two vectors. */

typedef int (*msix_call)(struct pci_dev *pdev, struct msix_entry *entries, int count);

static int take_table(struct pci_dev *pdev, msix_call call)
{
	int ret;

	for (int i = 0; i < MSIX_VECTORS; i++)
		life.entries[i] = (struct msix_entry){ .entry = MSIX_ENTRY(i) };
	ret = call(pdev, life.entries, MSIX_VECTORS);
	life.table = ret >= 0;
	return ret < 0 ? ret : MSIX_VECTORS;
}

static int old_range_call(struct pci_dev *pdev, struct msix_entry *entries, int count)
{
	return pci_enable_msix_range(pdev, entries, count, count);
}

static int old_range(struct pci_dev *pdev)
{
	return take_table(pdev, old_range_call);
}

static int old_exact(struct pci_dev *pdev)
{
	return take_table(pdev, pci_enable_msix_exact);
}

/* The managed calls. */

#ifdef HAVE_PCIM
static int new_call(struct pci_dev *pdev)
{
	return pcim_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI);
}

static int new_affinity(struct pci_dev *pdev)
{
	struct irq_affinity affinity = { .pre_vectors = 0 };

	return pcim_alloc_irq_vectors_affinity(pdev, 1, 1, PCI_IRQ_MSI | PCI_IRQ_AFFINITY, &affinity);
}

static int new_fallback(struct pci_dev *pdev)
{
	int ret = pcim_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSIX);

	return ret < 0 ? pcim_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI) : -EEXIST;
}

static int new_twice(struct pci_dev *pdev)
{
	int ret = new_call(pdev);

	if (ret < 0)
		return ret;
	pci_free_irq_vectors(pdev);
	return new_call(pdev);
}

static int new_then_old(struct pci_dev *pdev)
{
	int ret = new_call(pdev);

	if (ret < 0)
		return ret;
	pci_free_irq_vectors(pdev);
	return old_call(pdev);
}
#endif

#ifdef HAVE_PCIM_MSIX
static int new_range_call(struct pci_dev *pdev, struct msix_entry *entries, int count)
{
	return pcim_enable_msix_range(pdev, entries, count, count);
}

static int new_range(struct pci_dev *pdev)
{
	return take_table(pdev, new_range_call);
}

static int new_exact(struct pci_dev *pdev)
{
	return take_table(pdev, pcim_enable_msix_exact);
}

/* As in suspend and resume: given back, and taken once more. */
static int take_again(struct pci_dev *pdev, msix_call first, msix_call second)
{
	int ret = take_table(pdev, first);

	if (ret < 0)
		return ret;
	pci_disable_msix(pdev);
	return take_table(pdev, second);
}

static int new_range_twice(struct pci_dev *pdev)
{
	return take_again(pdev, new_range_call, new_range_call);
}

static int new_exact_twice(struct pci_dev *pdev)
{
	return take_again(pdev, pcim_enable_msix_exact, pcim_enable_msix_exact);
}

static int new_range_then_old(struct pci_dev *pdev)
{
	return take_again(pdev, new_range_call, old_range_call);
}

static int new_exact_then_old(struct pci_dev *pdev)
{
	return take_again(pdev, pcim_enable_msix_exact, pci_enable_msix_exact);
}

/* The call fails when it has begun; the driver takes an MSI instead, as ioat and iwlwifi do. */
static int take_after_failure(struct pci_dev *pdev, msix_call call)
{
	for (int i = 0; i < MSIX_TOO_MANY; i++)
		life.entries[i] = (struct msix_entry){ .entry = i };
	if (call(pdev, life.entries, MSIX_TOO_MANY) >= 0)
		return -EEXIST;
	return new_call(pdev);
}

static int new_range_fallback(struct pci_dev *pdev)
{
	return take_after_failure(pdev, new_range_call);
}

static int new_exact_fallback(struct pci_dev *pdev)
{
	return take_after_failure(pdev, pcim_enable_msix_exact);
}

/* Both ways to take on one device. */
static int new_call_then_exact(struct pci_dev *pdev)
{
	int ret = pcim_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSIX);

	if (ret < 0)
		return ret;
	pci_free_irq_vectors(pdev);
	return new_exact(pdev);
}
#endif

#define STYLE(style, ...) { .driver = { .name = "life-" style }, __VA_ARGS__ }

static struct style styles[] = {
	STYLE("implicit", .take = old_call),
	STYLE("implicit-affinity", .take = old_affinity),
	STYLE("implicit-msi", .take = old_msi),
	STYLE("implicit-fallback", .take = old_fallback),
	STYLE("implicit-twice", .take = old_twice),
	STYLE("implicit-refused", .take = old_call, .refuses = true),
	STYLE("explicit", .take = old_call, .frees = true),
	STYLE("unmanaged", .take = old_call, .plain = true, .frees = true),
#ifdef HAVE_PCIM
	STYLE("managed", .take = new_call),
	STYLE("managed-affinity", .take = new_affinity),
	STYLE("managed-fallback", .take = new_fallback),
	STYLE("managed-twice", .take = new_twice),
	STYLE("managed-mixed", .take = new_then_old),
	STYLE("managed-explicit", .take = new_call, .frees = true),
	STYLE("managed-refused", .take = new_call, .refuses = true),
#endif
	STYLE("implicit-msix-range", .take = old_range),
	STYLE("implicit-msix-exact", .take = old_exact),
	STYLE("explicit-msix", .take = old_range, .frees = true),
#ifdef HAVE_PCIM_MSIX
	STYLE("managed-msix-range", .take = new_range),
	STYLE("managed-msix-exact", .take = new_exact),
	STYLE("managed-msix-range-twice", .take = new_range_twice),
	STYLE("managed-msix-exact-twice", .take = new_exact_twice),
	STYLE("managed-msix-range-mixed", .take = new_range_then_old),
	STYLE("managed-msix-exact-mixed", .take = new_exact_then_old),
	STYLE("managed-msix-range-fallback", .take = new_range_fallback),
	STYLE("managed-msix-exact-fallback", .take = new_exact_fallback),
	STYLE("managed-msix-both", .take = new_call_then_exact),
	STYLE("managed-msix-range-explicit", .take = new_range, .frees = true),
	STYLE("managed-msix-exact-explicit", .take = new_exact, .frees = true),
	STYLE("managed-msix-range-refused", .take = new_range, .refuses = true),
	STYLE("managed-msix-exact-refused", .take = new_exact, .refuses = true),
#endif
};

static struct style *style_of(struct pci_dev *pdev)
{
	return container_of(to_pci_driver(pdev->dev.driver), struct style, driver);
}

/* Interrupts that devres releases must be released before the vectors. */
static int request(struct pci_dev *pdev, const struct style *style, int nr)
{
	int irq = irq_of(pdev, nr);

	if (style->frees)
		return request_irq(irq, handle, 0, "life", pdev);
	return devm_request_irq(&pdev->dev, irq, handle, 0, "life", pdev);
}

/* How many interrupts were requested, or why not all. */
static int request_all(struct pci_dev *pdev, const struct style *style, int count)
{
	int nr, ret;

	for (nr = 0; nr < count; nr++) {
		ret = request(pdev, style, nr);
		if (ret)
			break;
	}
	if (nr == count)
		return count;
	while (style->frees && nr--)
		free_irq(irq_of(pdev, nr), pdev);
	return ret;
}

static void give_back(struct pci_dev *pdev, const struct style *style, int requested)
{
	while (style->frees && requested-- > 0)
		free_irq(irq_of(pdev, requested), pdev);
	if (style->frees && life.table)
		pci_disable_msix(pdev);
	else if (style->frees)
		pci_free_irq_vectors(pdev);
	if (style->plain)
		pci_iounmap(pdev, life.bar);
	if (style->plain)
		pci_disable_device(pdev);
}

static int life_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct style *style = style_of(pdev);
	int taken, ret = style->plain ? pci_enable_device(pdev) : pcim_enable_device(pdev);

	if (ret)
		return ret;
	pci_set_master(pdev);
	life.bar = style->plain ? pci_iomap(pdev, 0, 0) : pcim_iomap(pdev, 0, 0);
	if (!life.bar)
		return -ENOMEM;
	life.table = false;
	taken = style->take(pdev);
	ret = taken < 0 ? taken : request_all(pdev, style, taken);
	if (ret < 0) {
		give_back(pdev, style, 0);
		return ret;
	}
	life.requested = ret;
	prepare(pdev);
	ret = try_interrupts(pdev, taken);
	if (ret) {
		give_back(pdev, style, taken);
		return ret;
	}
	pr_info("life %s took %s %d\n", nonce, style->driver.name + strlen("life-"), taken);
	return style->refuses ? -ENODEV : 0;
}

static void life_remove(struct pci_dev *pdev)
{
	give_back(pdev, style_of(pdev), life.requested);
}

static void unregister(size_t nr)
{
	while (nr--)
		pci_unregister_driver(&styles[nr].driver);
}

static int __init life_init(void)
{
	init_completion(&life.came);
	for (size_t i = 0; i < ARRAY_SIZE(styles); i++) {
		int ret;

		styles[i].driver.probe = life_probe;
		styles[i].driver.remove = life_remove;
		ret = pci_register_driver(&styles[i].driver);
		if (ret) {
			unregister(i);
			return ret;
		}
	}
	return 0;
}

static void __exit life_exit(void)
{
	unregister(ARRAY_SIZE(styles));
}

module_init(life_init);
module_exit(life_exit);
MODULE_DESCRIPTION("Takes and gives back MSI and MSI-X vectors in every style");
MODULE_LICENSE("GPL");
