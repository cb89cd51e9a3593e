//! What every generated Huawei Cloud operation shares.
