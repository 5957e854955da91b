import { FaTiktok, FaWeixin, FaLinkedin } from "react-icons/fa6";

export const Footer = () => (
  <footer>
    <a href="https://www.tiktok.com/@acme"><FaTiktok /></a>
    <a href="https://www.linkedin.com/company/acme"><FaLinkedin /></a>
    <FaWeixin />
  </footer>
);
