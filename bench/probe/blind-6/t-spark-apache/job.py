from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("spark-lite").getOrCreate()
spark.read.parquet("s3://acme/in").groupBy("k").count().write.parquet("s3://acme/out")
