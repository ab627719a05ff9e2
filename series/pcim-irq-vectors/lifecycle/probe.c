// SPDX-License-Identifier: GPL-2.0-only
/*
 * A driver for QEMU's edu device in every style that takes and gives back MSI vectors.
 *
 * One struct pci_driver for each style, named "life-" and the style. None has an id
 * table: /init binds them by driver_override. Each bind takes one vector, requests its
 * interrupt, makes the device raise it, and prints a line with the nonce of the run once
 * it has arrived.
 *
 * HAVE_PCIM is defined where the kernel has pcim_alloc_irq_vectors().
 */
#include <linux/completion.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/pci.h>

#define EDU_STATUS 0x24 /* interrupts that are raised */
#define EDU_RAISE  0x60
#define EDU_ACK	   0x64

static char *nonce = "";
module_param(nonce, charp, 0444);

struct style {
	struct pci_driver driver;
	int (*take)(struct pci_dev *pdev);
	bool plain;	/* pci_enable_device(), and all is given back by hand */
	bool frees;	/* pci_free_irq_vectors() in remove() */
	bool refuses;	/* probe() fails after all was taken */
};

struct life {
	struct completion came;
	void __iomem *bar;
};

/* One device, one bind at a time. */
static struct life life;

static irqreturn_t handle(int irq, void *data)
{
	u32 raised = ioread32(life.bar + EDU_STATUS);

	if (!raised)
		return IRQ_NONE;
	iowrite32(raised, life.bar + EDU_ACK);
	complete(&life.came);
	return IRQ_HANDLED;
}

/* Does an interrupt arrive? */
static int try_interrupt(void)
{
	reinit_completion(&life.came);
	iowrite32(1, life.bar + EDU_RAISE);
	return wait_for_completion_timeout(&life.came, HZ) ? 0 : -ETIMEDOUT;
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
};

static struct style *style_of(struct pci_dev *pdev)
{
	return container_of(to_pci_driver(pdev->dev.driver), struct style, driver);
}

/* Interrupts that devres releases must be released before the vectors. */
static int request(struct pci_dev *pdev, const struct style *style)
{
	int irq = pci_irq_vector(pdev, 0);

	if (style->frees)
		return request_irq(irq, handle, 0, "life", pdev);
	return devm_request_irq(&pdev->dev, irq, handle, 0, "life", pdev);
}

static void give_back(struct pci_dev *pdev, const struct style *style, bool requested)
{
	if (style->frees && requested)
		free_irq(pci_irq_vector(pdev, 0), pdev);
	if (style->frees)
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
	taken = style->take(pdev);
	ret = taken < 0 ? taken : request(pdev, style);
	if (ret) {
		give_back(pdev, style, false);
		return ret;
	}
	ret = try_interrupt();
	if (ret) {
		give_back(pdev, style, true);
		return ret;
	}
	pr_info("life %s took %s %d\n", nonce, style->driver.name + strlen("life-"), taken);
	return style->refuses ? -ENODEV : 0;
}

static void life_remove(struct pci_dev *pdev)
{
	give_back(pdev, style_of(pdev), true);
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
MODULE_DESCRIPTION("Takes and gives back MSI vectors in every style");
MODULE_LICENSE("GPL");
