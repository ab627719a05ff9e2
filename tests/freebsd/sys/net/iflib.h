/* The small network framework of the tests. */
#ifndef _NET_IFLIB_H_
#define _NET_IFLIB_H_

enum iflib_intr { IFLIB_INTR_LEGACY, IFLIB_INTR_MSI, IFLIB_INTR_MSIX };

struct if_softc_ctx {
	enum iflib_intr isc_intr;
};

struct if_ctx {
	KOBJ_FIELDS;
	device_t ifc_dev;
	struct task ifc_admin_task;
	struct if_softc_ctx ifc_softc_ctx;
};

int iflib_msix_init(struct if_ctx *ctx);
int iflib_queues_alloc(struct if_ctx *ctx);
int iflib_legacy_setup(struct if_ctx *ctx, int *rid, const char *name);
int IFDI_MSIX_INTR_ASSIGN(struct if_ctx *ctx, int msix);
void iflib_free_intr_mem(struct if_ctx *ctx);
void iflib_tx_structures_free(struct if_ctx *ctx);
void iflib_rx_structures_free(struct if_ctx *ctx);
int iflib_device_register(device_t dev, struct if_ctx *ctx);
int iflib_pseudo_register(device_t dev, struct if_ctx *ctx);

#endif
