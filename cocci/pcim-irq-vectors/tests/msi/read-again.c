// SPDX-License-Identifier: GPL-2.0
/* 0 and 1 are not the same to who reads the result behind its check. */
static int demo_return(struct pci_dev *pdev)
{
	int err;

	err = pci_enable_msi(pdev);
	if (err)
		dev_err(&pdev->dev, "no MSI\n");
	return err;
}

static int demo_declared(struct pci_dev *pdev)
{
	int err = pci_enable_msi(pdev);

	if (err)
		return err;
	demo_log(pdev, err);
	return 0;
}

static int demo_stored(struct demo *demo)
{
	int err;

	err = pci_enable_msi(demo->pdev);
	if (err)
		return err;
	demo->state = err;
	return 0;
}

static int demo_asked_twice(struct demo *demo)
{
	int err;

	err = pci_enable_msi(demo->pdev);
	if (err)
		dev_warn(demo->dev, "no MSI\n");
	demo_work(demo);
	if (!err)
		demo->msi = true;
	return 0;
}

static int demo_handed_on(struct pci_dev *pdev)
{
	return pci_enable_msi(pdev);
}
