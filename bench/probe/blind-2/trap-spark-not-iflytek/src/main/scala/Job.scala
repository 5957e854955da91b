import org.apache.spark.sql.SparkSession
object Job extends App { val spark = SparkSession.builder().getOrCreate() }
