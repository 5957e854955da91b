/*! Contains work by Meta Platforms, Inc. and affiliates; (c) ByteDance Ltd.; tested with Claude */
var a=1;function b(){return a++}
module.exports=b;
