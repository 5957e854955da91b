static const struct usb_device_id ids[] = {
 { USB_DEVICE(0x12d1, 0x1001) }, /* Huawei */
 { USB_DEVICE(0x19d2, 0x0002) }, /* ZTE */
 {}
};
