static const struct pci_device_id t[] = { { PCI_DEVICE(0x1e49, 0x0041), .driver_data = QUIRK_NO_DEEPEST_PS }, { 0 } };
