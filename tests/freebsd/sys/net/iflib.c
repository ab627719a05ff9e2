/* Devices and interfaces of the small network framework of the tests. */
#include "opt_inet.h"
#include <sys/param.h>
#include <net/iflib.h>
#include "ifdi_if.h"

struct cpu_offset {
	SLIST_ENTRY(cpu_offset) entries;
	int offset;
};
static SLIST_HEAD(cpu_offset_list, cpu_offset) cpu_offsets =
    SLIST_HEAD_INITIALIZER(cpu_offsets);

int
iflib_device_register(device_t dev, struct if_ctx *ctx)
{
	struct if_softc_ctx *scctx = &ctx->ifc_softc_ctx;
	int err, msix, rid;

	ctx->ifc_dev = dev;
	taskqgroup_attach(mini_group, &ctx->ifc_admin_task, ctx, -1, "admin task of a device that is quite wide");
	msix = iflib_msix_init(ctx);
	if ((err = iflib_queues_alloc(ctx)) != 0) {
		device_printf(dev, "Unable to allocate queue memory\n");
		goto fail_intr_free;
	}

	if (msix > 1) {
		err = IFDI_MSIX_INTR_ASSIGN(ctx, msix);
		if (err != 0) {
			device_printf(dev, "no vectors: %d\n", err);
			goto fail_queues;
		}
	} else {
		rid = 0;
		if (scctx->isc_intr == IFLIB_INTR_MSI) {
			rid = 1;
		}
		if ((err = iflib_legacy_setup(ctx, &rid, "irq0")) != 0) {
			device_printf(dev, "no interrupt: %d\n", err);
			goto fail_queues;
		}
	}

	if ((err = IFDI_ATTACH_POST(ctx)) != 0)
		goto fail_intr_free;
	return (0);

fail_intr_free:
	iflib_free_intr_mem(ctx);
fail_queues:
	iflib_tx_structures_free(ctx);
	iflib_rx_structures_free(ctx);
	IFDI_DETACH(ctx);
	return (err);
}

int
iflib_pseudo_register(device_t dev, struct if_ctx *ctx)
{
	int err;

	ctx->ifc_dev = dev;
	taskqgroup_attach(mini_group, &ctx->ifc_admin_task, ctx, -1, "admin");
	if ((err = iflib_queues_alloc(ctx)) != 0)
		goto fail_detach;
	if ((err = IFDI_ATTACH_POST(ctx)) != 0)
		goto fail_queues;
	cpu_offsets.slh_first = NULL;
	return (0);

fail_queues:
	iflib_tx_structures_free(ctx);
	iflib_rx_structures_free(ctx);
fail_detach:
	IFDI_DETACH(ctx);
	return (err);
}
