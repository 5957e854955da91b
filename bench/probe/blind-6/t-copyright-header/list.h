/*
 * Copyright (c) 2021 Huawei Device Co., Ltd.
 * Licensed under the Apache License, Version 2.0
 */
#ifndef LIST_H
#define LIST_H
struct list { struct list *next; };
#endif
