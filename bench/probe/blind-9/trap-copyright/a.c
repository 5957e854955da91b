/* SPDX-License-Identifier: GPL-2.0 */
/* Copyright (c) 2019 Huawei Technologies Co., Ltd. */
int a;
