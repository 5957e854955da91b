// SPDX-License-Identifier: GPL-2.0
/*
 * Copyright (C) 2022 Huawei Technologies Co., Ltd.
 * Author: Li Wei <li.wei@huawei.com>; Zhang <zhang@bytedance.com>
 */
int tcp_x_init(void) { return 0; }
