"""Which files are the source of an operating system's kernel, which names all the hardware that it could drive."""

from __future__ import annotations

from muniment.domain.patterns import lazily

_SUBSYSTEMS = """
accessibility acpi ata base block bluetooth bus char clk clocksource cpufreq crypto devfreq dma edac firmware gpio gpu
hid hwmon hwspinlock hwtracing i2c iio infiniband input iommu irqchip leds mailbox media memory mfd misc mmc mtd net
nvme of pci pcmcia perf phy pinctrl platform power ptp pwm regulator remoteproc reset rtc scsi soc spi spmi staging
thermal tty ufs uio usb vfio video virtio w1 watchdog xen
"""
_KERNEL = lazily(
    r"(?:^|/)(?:arch/[a-z0-9]+|drivers/(?:" + "|".join(_SUBSYSTEMS.split()) + r")"
    r"|include/(?:linux|uapi|acpi|dt-bindings|asm(?:-generic)?|media|net|scsi|sound)"
    r"|sound/(?:core|drivers|hda|i2c|isa|pci|soc|sparc|usb)|tools/(?:arch|include|lib|perf|testing))/.*"
    r"(?:\.(?:c|h|S|dts|dtsi|dtso|lds)|/(?:Kconfig|Makefile|Kbuild)[^/]*)$"
)
"""Drivers, descriptions of boards and what these share; other programs have no C in such places."""


def is_kernel(path: str) -> bool:
    """Say whether the file at `path` is part of a kernel: it speaks of hardware that is not there as well."""
    return _KERNEL.search(path) is not None
