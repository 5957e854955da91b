import org.apache.spark.sql.SparkSession

object Job extends App {
  val spark = SparkSession.builder.appName("Spark Max").getOrCreate()
  spark.read.json("s3a://bucket/gemini").show()
}
